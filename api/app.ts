import { randomUUID } from 'node:crypto';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { pinoHttp } from 'pino-http';
import type { ApiDeps } from './deps.js';
import { pagesRouter } from './pages/index.js';
import { problemHandler } from './problem.js';
import { Refused } from './refused.js';
import { docsRoutes } from './routes/docs.js';
import { healthRoutes } from './routes/health.js';
import { apiRoutes } from './routes/index.js';

/** The whole HTTP side over its dependencies. */
export function createApp(deps: ApiDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', deps.config.trustProxy);
  app.use((_request, response, next) => {
    response.locals['requestId'] = randomUUID();
    response.set('X-Request-Id', String(response.locals['requestId']));
    next();
  });
  app.use(
    pinoHttp({
      logger: deps.logger,
      autoLogging: false,
      genReqId: (_request, response) => String((response as Response).locals['requestId']),
    }),
  );
  app.use(headers(deps));
  app.use(healthRoutes(deps));
  app.use(sameSite(deps));
  app.use('/api/v1', apiRoutes(deps));
  app.use('/api/docs', docsRoutes());
  app.use('/api', () => {
    throw new Refused('NOT_FOUND');
  });
  app.use('/api', problemHandler(deps));
  app.use(pagesRouter(deps));
  return app;
}

/** Our own policy: the default breaks plain http. */
function headers(deps: ApiDeps) {
  const secure = deps.config.publicUrl.startsWith('https:');
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'style-src': ["'self'"],
        'img-src': ["'self'", 'data:'],
        'object-src': ["'none'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
      },
    },
    strictTransportSecurity: secure,
  });
}

/** A browser says where an acting request comes from; another site's is refused. */
function sameSite(deps: ApiDeps) {
  const own = new URL(deps.config.publicUrl).host;
  return (request: Request, _response: Response, next: NextFunction): void => {
    if (request.method === 'GET' || request.method === 'HEAD') return next();
    const site = request.get('sec-fetch-site');
    if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Refused('CSRF');
    const origin = request.get('origin');
    const hosts = [own, request.get('host')];
    if (site === undefined && origin !== undefined && !(URL.canParse(origin) && hosts.includes(new URL(origin).host)))
      throw new Refused('CSRF');
    next();
  };
}
