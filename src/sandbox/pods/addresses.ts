import { OperatorError } from '../../errors.ts';

const POOL = 256 * 254;

/** Made-up pod IPs 10.244.x.y: nothing listens there, they are names that the mesh translates. */
export const makeAddressPool = (isTaken: (ip: string) => boolean): (() => string) => {
  let next = 0;
  return () => {
    for (let tries = 0; tries < POOL; tries += 1) {
      const index = next++ % POOL;
      const ip = `10.244.${Math.floor(index / 254)}.${(index % 254) + 1}`;
      if (!isTaken(ip)) return ip;
    }
    throw new OperatorError('UNAVAILABLE', 'all pod addresses are in use');
  };
};
