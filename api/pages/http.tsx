import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { refusalCodes, type RefusalCode } from '../../domain/errors.js';
import { refusalTexts } from '../../messages/errors.js';
import { chooseLanguage } from '../../messages/language.js';
import { problemPage } from '../../messages/pages.js';
import type { ApiDeps } from '../deps.js';
import { Refused, statusOf } from '../refused.js';
import { cookieOf, type Person, personOf, recordAuditor } from '../session.js';
import { stylesPath } from './assets.js';
import { Layout, type ShownCycle } from './components/layout.js';
import { links } from './links.js';
import { ProblemPage } from './problem-page.js';
import { createReader, type Reader } from './reader.js';

/** The API's answers are in the same language. */
export const languageCookie = 'lang';

/** One request for a page. */
export interface Visit {
  readonly deps: ApiDeps;
  readonly request: Request;
  readonly response: Response;
  readonly reader: Reader;
  readonly person: Person | null;
}
/** The same by someone who is signed in. */
export type PersonVisit = Visit & { readonly person: Person };

export type PageAnswer =
  | { readonly kind: 'redirect'; readonly to: string }
  | {
      readonly kind: 'page';
      readonly status?: number;
      readonly title: string;
      readonly body: VNode;
      readonly cycle?: ShownCycle;
      readonly refreshSeconds?: number;
    };

export const redirect = (to: string): PageAnswer => ({ kind: 'redirect', to });

/** A page for everybody. */
export function page(deps: ApiDeps, answer: (visit: Visit) => Promise<PageAnswer>): RequestHandler {
  return async (request, response) => {
    const visit = await visitOf(deps, request, response);
    try {
      send(visit, await answer(visit));
    } catch (error) {
      sendProblem(visit, error);
    }
  };
}

/** A page for someone; whoever is nobody signs in first and comes back. Every look of an auditor is recorded. */
export function personPage(deps: ApiDeps, answer: (visit: PersonVisit) => Promise<PageAnswer>): RequestHandler {
  return page(deps, async (visit) => {
    const { person, request } = visit;
    if (person !== null) {
      await recordAuditor(deps.sql, person, request);
      return answer({ ...visit, person });
    }
    if (request.method !== 'GET') throw new Refused('NOT_SIGNED_IN');
    return redirect(`${links.signIn}?back=${encodeURIComponent(request.originalUrl)}`);
  });
}

async function visitOf(deps: ApiDeps, request: Request, response: Response): Promise<Visit> {
  const language = chooseLanguage(undefined, cookieOf(request, languageCookie), request.get('accept-language'));
  const reader = createReader(language);
  // Without the database nobody is known; the page itself then says so.
  const person = await personOf(deps, request).catch(() => undefined);
  return { deps, request, response, reader, person: person ?? null };
}

/** Who heads a unit has a menu of their own. */
const menuRoles = ({ roles, heads }: Person): readonly string[] => (heads.length > 0 ? [...roles, 'head'] : roles);

function send({ deps, request, response, reader, person }: Visit, answer: PageAnswer): void {
  if (answer.kind === 'redirect') {
    response.redirect(303, answer.to);
    return;
  }
  const html = renderToString(
    <Layout
      reader={reader}
      title={answer.title}
      path={request.originalUrl}
      person={person === null ? null : { name: reader.name(person), roles: menuRoles(person) }}
      cycle={answer.cycle}
      embedded={deps.config.mode === 'embedded'}
      styles={stylesPath}
      refreshSeconds={answer.refreshSeconds}
    >
      {answer.body}
    </Layout>,
  );
  response.status(answer.status ?? 200);
  // Everybody's pages are their own.
  response.set('Cache-Control', 'private, no-store');
  response.type('html').send(`<!doctype html>${html}`);
}

/** What a thrown error is to the reader: a refusal, or something of ours. */
export function codeOf(error: unknown): RefusalCode {
  if (error instanceof Refused) return error.code;
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 'entity.too.large' || typeOf(error) === 'entity.too.large') return 'BODY_TOO_LARGE';
  if (typeOf(error).startsWith('parameters.')) return 'BODY_TOO_LARGE';
  const away = [
    'CONNECT_TIMEOUT',
    'CONNECTION_CLOSED',
    'CONNECTION_ENDED',
    'ECONNREFUSED',
    'ECONNRESET',
    'ENOENT',
    '57P03',
  ];
  if (typeof code === 'string' && away.includes(code)) return 'DATABASE_AWAY';
  return refusalCodes.find((known) => known === code) ?? 'INTERNAL';
}

function typeOf(error: unknown): string {
  const type: unknown = typeof error === 'object' && error !== null && 'type' in error ? error.type : undefined;
  return typeof type === 'string' ? type : '';
}

function requestIdOf(response: Response): string {
  const id: unknown = response.locals['requestId'];
  return typeof id === 'string' ? id : '–';
}

export function sendProblem(visit: Visit, error: unknown): void {
  const { deps, reader } = visit;
  const code = codeOf(error);
  const requestId = requestIdOf(visit.response);
  if (code === 'INTERNAL') deps.logger.error({ err: error, requestId }, 'a page failed');
  send(visit, {
    kind: 'page',
    status: statusOf(code),
    title: reader.t(problemPage.title),
    body: <ProblemPage reader={reader} code={code} sentence={reader.t(refusalTexts[code])} requestId={requestId} />,
  });
}

/** What went wrong before a page was reached: a form too large, a broken address. */
export function problemHandler(deps: ApiDeps) {
  return (error: unknown, request: Request, response: Response, next: NextFunction): void => {
    if (response.headersSent) {
      next(error);
      return;
    }
    visitOf(deps, request, response).then((visit) => sendProblem(visit, error), next);
  };
}
