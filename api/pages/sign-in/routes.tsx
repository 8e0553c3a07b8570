import type { Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import { listPersons, listUnits } from '../../../db/organization.js';
import { refusalTexts } from '../../../messages/errors.js';
import { languages } from '../../../messages/language.js';
import { signIn as texts } from '../../../messages/pages.js';
import type { ApiDeps } from '../../deps.js';
import { Refused, statusOf } from '../../refused.js';
import { beginSession, leaveSession, signIn } from '../../session.js';
import { languageCookie, page, type PageAnswer, redirect, type Visit } from '../http.js';
import { links, safeBack } from '../links.js';
import { nest, textAt } from '../steps/form-data.js';
import { type Persona, SignInPage } from './page.js';

/** More names than anybody reads are no list of personas. */
const mostPersonas = 60;

export function signInRoutes(router: Router, deps: ApiDeps): void {
  router.get(
    '/sign-in',
    page(deps, async (visit) => {
      const back = safeBack(visit.request.query['back']);
      return signInPage(visit, { back, login: '', problem: null, status: 200 });
    }),
  );
  // Passwords are guessed slowly; personas need no guessing.
  const slow = rateLimit({
    windowMs: 60_000,
    limit: 20,
    skip: (request) => textAt(nest(request.body), 'persona') !== '',
    handler: (_request, _response, next) => {
      next(new Refused('TOO_MANY_REQUESTS'));
    },
  });
  router.post('/sign-in', slow, page(deps, postSignIn));
  router.post(
    '/sign-out',
    page(deps, async ({ request, response }) => {
      await leaveSession(deps, request, response);
      return redirect(links.signIn);
    }),
  );
  router.get(
    '/language',
    page(deps, ({ request, response }) => {
      const to = languages.find((language) => language === request.query['to']);
      if (to !== undefined)
        response.cookie(languageCookie, to, { sameSite: 'lax', path: '/', maxAge: 365 * 86_400_000 });
      return Promise.resolve(redirect(safeBack(request.query['back'])));
    }),
  );
}

async function postSignIn(visit: Visit): Promise<PageAnswer> {
  const { deps, request, response, reader } = visit;
  const form = nest(request.body);
  const [persona, login, back] = [textAt(form, 'persona'), textAt(form, 'login'), safeBack(form['back'])];
  try {
    const who = persona === '' ? { login, password: textAt(form, 'password') } : { persona };
    const person = await signIn(deps, who);
    // An old session of this browser ends with it.
    await leaveSession(deps, request, response);
    await beginSession(deps, response, person.id);
    return redirect(back);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { code } = error;
    return signInPage(visit, { back, login, problem: reader.t(refusalTexts[code]), status: statusOf(code) });
  }
}

async function signInPage(
  { deps, reader }: Visit,
  it: { readonly back: string; readonly login: string; readonly problem: string | null; readonly status: number },
): Promise<PageAnswer> {
  const personas = deps.config.personas ? await personasOf(deps) : null;
  return {
    kind: 'page',
    status: it.status,
    title: reader.t(texts.title),
    body: <SignInPage reader={reader} personas={personas} login={it.login} back={it.back} problem={it.problem} />,
  };
}

async function personasOf(deps: ApiDeps): Promise<readonly Persona[]> {
  const [persons, units] = await Promise.all([listPersons(deps.sql), listUnits(deps.sql)]);
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const named = (ids: readonly string[]) => ids.flatMap((id) => byId.get(id) ?? []);
  return persons
    .slice(0, mostPersonas)
    .map((person) => ({ ...person, heads: named(person.heads), memberOf: named(person.memberOf) }));
}
