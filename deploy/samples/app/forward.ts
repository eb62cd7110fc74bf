/** Forwards TCP: `node forward.ts PORT HOST:PORT`. A server behind it can be taken away without being touched. */
import { connect, createServer } from 'node:net';

const [port = '', destination = ''] = process.argv.slice(2);
const [host = '', hostPort = ''] = destination.split(':');

createServer((incoming) => {
  const outgoing = connect(Number(hostPort), host);
  incoming.pipe(outgoing).pipe(incoming);
  incoming.on('error', () => outgoing.destroy());
  outgoing.on('error', () => incoming.destroy());
}).listen(Number(port));

process.once('SIGTERM', () => process.exit(0));
