import type { ErrorRequestHandler, Request } from 'express';
import { preflightCodes } from '../domain/preflight.js';
import { goalFindingCodes } from '../domain/rules/index.js';
import { refusalTexts } from '../messages/errors.js';
import { chooseLanguage, type Language } from '../messages/language.js';
import { findingSentence, preflightTexts } from '../messages/pages.js';
import { problemSentence } from '../messages/problems.js';
import type { ApiDeps } from './deps.js';
import { Refused, statusOf } from './refused.js';
import { cookieOf } from './session.js';

/** RFC 9457 problems in the reader's language. */
export function problemHandler(deps: ApiDeps): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const refused = toRefused(error);
    const status = statusOf(refused.code);
    const requestId = response.locals['requestId'] as unknown;
    if (status >= 500) deps.logger.error({ err: error, requestId }, 'request failed');
    const language = languageOf(request);
    if (status === 503) response.set('Retry-After', '5');
    response
      .status(status)
      .set('Content-Language', language)
      .type('application/problem+json')
      .send(
        JSON.stringify({
          type: `urn:perfcycle:${refused.code}`,
          title: refusalTexts[refused.code][language],
          status,
          code: refused.code,
          requestId,
          errors: refused.errors.map((each) => shown(each, language, request.body)),
        }),
      );
  };
}

export function languageOf(request: Request): Language {
  const asked = request.query['lang'];
  return chooseLanguage(
    typeof asked === 'string' ? asked : undefined,
    cookieOf(request, 'lang'),
    request.get('accept-language'),
  );
}

/** One detail with its sentence: of a place in the body, of a finding about goals, or of the list before a start. */
function shown(detail: object, language: Language, body: unknown): object {
  const known: { code?: unknown; pointer?: unknown; data?: unknown; value?: unknown; detail?: unknown } = detail;
  if (typeof known.code !== 'string') return detail;
  const { code } = known;
  if (typeof known.pointer === 'string') {
    const value = typeof known.value === 'string' ? known.value : valueAt(body, known.pointer, code);
    const said = typeof known.detail === 'string' ? { detail: known.detail } : {};
    return {
      ...detail,
      detail: problemSentence(language, { code, ...said, ...(value !== undefined && { value }) }),
    };
  }
  const finding = goalFindingCodes.find((each) => each === code);
  if (finding !== undefined) return { ...detail, detail: findingSentence(finding, known.data)[language] };
  const preflight = preflightCodes.find((each) => each === code);
  return preflight === undefined ? detail : { ...detail, detail: preflightTexts[preflight][language] };
}

/** What was sent there, where it helps to see it: a short text or number, never a password. */
const withValue = new Set(['ID_UNKNOWN', 'ID_DUPLICATE', 'NUMBER_INVALID', 'DAY_INVALID', 'ZONE_UNKNOWN']);
const longest = 80;

function valueAt(body: unknown, pointer: string, code: string): string | undefined {
  if (!withValue.has(code)) return undefined;
  let at: unknown = body;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (Array.isArray(at) ? at[Number(key)] : Object.entries(at).find(([name]) => name === key)?.[1]) as unknown;
  }
  return (typeof at === 'string' || typeof at === 'number') && String(at).length <= longest ? String(at) : undefined;
}

const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'ENOENT',
  '57P01',
  '57P03',
]);
const lockTimeout = '55P03';

export function toRefused(error: unknown): Refused {
  if (error instanceof Refused) return error;
  // An address whose escapes mean nothing.
  if (error instanceof URIError) return new Refused('NOT_FOUND');
  const { type, code } = (typeof error === 'object' && error !== null ? error : {}) as {
    type?: unknown;
    code?: unknown;
  };
  if (type === 'entity.too.large') return new Refused('BODY_TOO_LARGE');
  if (type === 'charset.unsupported' || type === 'encoding.unsupported') return new Refused('UNSUPPORTED_TYPE');
  if (typeof type === 'string' && (type.startsWith('entity.') || type.startsWith('request.')))
    return new Refused('BAD_JSON');
  if (code === lockTimeout) return new Refused('REQUEST_IN_PROGRESS');
  if (typeof code === 'string' && unreachable.has(code)) return new Refused('DATABASE_AWAY');
  return new Refused('INTERNAL');
}
