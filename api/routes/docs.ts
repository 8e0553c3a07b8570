import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { Router } from 'express';
import { openApiDocument } from '../../documents/openapi.js';

/** The description of the API, for programs. */
export function docsRoute(): Router {
  const router = Router();
  let document: string | undefined;
  router.get('/openapi.json', (_request, response) => {
    document ??= JSON.stringify(openApiDocument());
    response.type('application/json').send(document);
  });
  return router;
}

const own = fileURLToPath(new URL('../docs/', import.meta.url));
const theirs = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const taken = new Set(['/swagger-ui.css', '/swagger-ui-bundle.js', '/favicon-32x32.png']);

/** The same to read and to try; everything comes from here, within our own content policy. */
export function docsRoutes(): Router {
  const router = Router();
  // Relative addresses on the page need the slash.
  router.get('/', (request, response, next) => {
    if (request.originalUrl.split('?')[0]?.endsWith('/') === true) next();
    else response.redirect(301, `${request.baseUrl}/`);
  });
  router.use(express.static(own));
  const files = express.static(theirs, { index: false, maxAge: '1d' });
  router.use((request, response, next) => {
    if (taken.has(request.path)) files(request, response, next);
    else next();
  });
  return router;
}
