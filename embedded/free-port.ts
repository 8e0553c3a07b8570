import { createServer } from 'node:net';

/** The wanted port of the loopback address where it is free, else any free one. */
export async function freePort(wanted = 0): Promise<number> {
  const server = createServer();
  try {
    return await new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(wanted, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : wanted);
      });
    });
  } catch (error) {
    if (wanted !== 0) return freePort();
    throw error;
  } finally {
    server.close();
  }
}
