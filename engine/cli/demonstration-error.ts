/** The servers of the demonstration could not be started; the message is for people. */
export class DemonstrationError extends Error {}
