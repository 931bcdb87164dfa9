/**
 * Preloaded into a program with `--import`. On SIGUSR2 it writes a line of the log, `loaded`: which files the program
 * had loaded when it opened its last port (`opening`), and which it has by now (`now`).
 */
import { Session } from 'node:inspector';
import { Server } from 'node:net';

const scripts: string[] = [];
let opening: readonly string[] = [];

const session = new Session();
session.connect();
session.on('Debugger.scriptParsed', ({ params }) => scripts.push(params.url));
session.post('Debugger.enable');

const listen = Server.prototype.listen as (...given: unknown[]) => Server;
Server.prototype.listen = function (this: Server, ...given: unknown[]): Server {
  opening = [...scripts];
  return listen.apply(this, given);
};

process.on('SIGUSR2', () => {
  console.log(JSON.stringify({ level: 'info', msg: 'loaded', opening, now: scripts }));
});
