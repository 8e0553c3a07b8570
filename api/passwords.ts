import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

const keyLength = 64;
const derive = (password: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(
      password.normalize('NFKC'),
      salt,
      keyLength,
      { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 },
      (error, key) => {
        if (error === null) resolve(key);
        else reject(error);
      },
    );
  });

/** `scrypt$salt$key`, both base64. Costs about 60 ms, so that guessing is dear. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `scrypt$${salt.toString('base64')}$${(await derive(password, salt)).toString('base64')}`;
}

/** No password has this; checking against it takes as long as against any other. */
export const noPassword = 'scrypt$AAAA$AAAA';

export async function checkPassword(password: string, stored: string): Promise<boolean> {
  const [, salt = '', hash = ''] = stored.split('$');
  const [expected, found] = [Buffer.from(hash, 'base64'), await derive(password, Buffer.from(salt, 'base64'))];
  return expected.length === found.length && timingSafeEqual(expected, found);
}
