export const micro = [];
