import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import express, { type Router } from 'express';

const folder = new URL('./assets/', import.meta.url);
const styles = readFileSync(new URL('app.css', folder));
const version = createHash('sha256').update(styles).digest('hex').slice(0, 12);

/** The address changes with the content: browsers may keep it for ever. */
export const stylesPath = `/assets/${version}/app.css`;

export function assetsRouter(): Router {
  const router = express.Router();
  router.get('/assets/:version/app.css', (request, response) => {
    const known = request.params.version === version;
    response.set('Cache-Control', known ? 'public, max-age=31536000, immutable' : 'no-cache');
    response.type('text/css').send(styles);
  });
  return router;
}
