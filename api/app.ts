import { randomUUID } from 'node:crypto';
import express, {
  type ErrorRequestHandler,
  type Express,
  type NextFunction,
  type Request,
  type Response,
} from 'express';
import helmet from 'helmet';
import { pinoHttp } from 'pino-http';
import { chooseLanguage } from '../messages/language.js';
import { refusalTexts } from '../messages/errors.js';
import type { ApiDeps } from './deps.js';
import { pagesRouter } from './pages/index.js';
import { healthRoutes } from './routes/health.js';
import { cycleRoutes } from './routes/cycles.js';
import { organizationRoutes } from './routes/organization.js';
import { reviewRoutes } from './routes/reviews.js';
import { sessionRoutes } from './routes/session.js';
import { Refused, statusOf } from './refused.js';
import { cookieOf } from './session.js';

const bodyLimit = '1mb';

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
  app.use('/api/v1', jsonOnly, express.json({ limit: bodyLimit, type: 'application/json' }));
  app.use('/api/v1', sessionRoutes(deps), organizationRoutes(deps), cycleRoutes(deps), reviewRoutes(deps));
  app.use('/api', () => {
    throw new Refused('NOT_FOUND');
  });
  app.use('/api', problems(deps));
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

function jsonOnly(request: Request, _response: Response, next: NextFunction): void {
  const hasBody = request.get('content-length') !== undefined && request.get('content-length') !== '0';
  if (hasBody && request.is('application/json') === false) throw new Refused('UNSUPPORTED_TYPE');
  next();
}

/** RFC 9457 problems in the reader's language. */
function problems(deps: ApiDeps): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const refused = toRefused(error);
    const status = statusOf(refused.code);
    if (status >= 500)
      deps.logger.error({ err: error, requestId: response.locals['requestId'] as unknown }, 'request failed');
    const language = languageOf(request);
    if (status === 503) response.set('Retry-After', '5');
    response
      .status(status)
      .type('application/problem+json')
      .send(
        JSON.stringify({
          type: `urn:perfcycle:${refused.code}`,
          title: refusalTexts[refused.code][language],
          status,
          code: refused.code,
          requestId: response.locals['requestId'] as unknown,
          errors: refused.errors,
        }),
      );
  };
}

export function languageOf(request: Request): 'zh-CN' | 'en' {
  const asked = request.query['lang'];
  return chooseLanguage(
    typeof asked === 'string' ? asked : undefined,
    cookieOf(request, 'lang'),
    request.get('accept-language'),
  );
}

const unreachable = new Set([
  'ECONNREFUSED',
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'ENOENT',
  '57P01',
  '57P03',
]);

export function toRefused(error: unknown): Refused {
  if (error instanceof Refused) return error;
  const { type, code } = (typeof error === 'object' && error !== null ? error : {}) as {
    type?: unknown;
    code?: unknown;
  };
  if (type === 'entity.parse.failed' || type === 'encoding.unsupported') return new Refused('BAD_JSON');
  if (type === 'entity.too.large') return new Refused('BODY_TOO_LARGE');
  if (typeof code === 'string' && unreachable.has(code)) return new Refused('DATABASE_AWAY');
  return new Refused('INTERNAL');
}
