import { createHash, randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Query } from '../db/connect.js';
import { readAccount } from '../db/accounts.js';
import { createSession, endSession, sessionPerson } from '../db/sessions.js';
import { listPersons, type PersonRow } from '../db/organization.js';
import { recordLook } from '../db/page-audit.js';
import type { ApiDeps } from './deps.js';
import { checkPassword, noPassword } from './passwords.js';
import { Refused } from './refused.js';

const cookieName = 'perfcycle';
const hours = 12;

export type Person = PersonRow;

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

export function cookieOf(request: Request, name: string): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=');
    if (key === name) return value;
  }
  return undefined;
}

/** Begins a session; the cookie is for this site only, and out of scripts' reach. */
export async function beginSession(deps: ApiDeps, response: Response, personId: string): Promise<void> {
  const token = randomBytes(32).toString('base64url');
  await createSession(deps.sql, hashOf(token), personId, hours);
  const secure = deps.config.publicUrl.startsWith('https:');
  response.cookie(cookieName, token, { httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge: hours * 3_600_000 });
}

export async function leaveSession(deps: ApiDeps, request: Request, response: Response): Promise<void> {
  const token = cookieOf(request, cookieName);
  if (token !== undefined) await endSession(deps.sql, hashOf(token));
  response.clearCookie(cookieName, { path: '/' });
}

export async function personOf(deps: ApiDeps, request: Request): Promise<Person | undefined> {
  const token = cookieOf(request, cookieName);
  if (token === undefined) return undefined;
  const id = await sessionPerson(deps.sql, hashOf(token));
  return id === undefined ? undefined : (await listPersons(deps.sql, id))[0];
}

/** Who asks; every look of an auditor is recorded before anything is shown. @throws Refused NOT_SIGNED_IN */
export async function signedIn(deps: ApiDeps, request: Request): Promise<Person> {
  const person = await personOf(deps, request);
  if (person === undefined) throw new Refused('NOT_SIGNED_IN');
  await recordAuditor(deps.sql, person, request);
  return person;
}

/** What is one's own, and what everybody sees. */
const ownAffairs = /^\/(api\/v1\/me|inbox|mailbox|my-units|my-tasks|my-development)(\/|\?|$)/;

/** What shows something: also what is asked with a body and writes nothing. */
const looks = /^(GET|HEAD) |^POST .*\/what-if(\?|$)/;

/** Every look of an auditor is recorded. */
export async function recordAuditor(sql: Query, person: Person, request: Request): Promise<void> {
  const { method, originalUrl } = request;
  if (!looks.test(`${method} ${originalUrl}`) || !person.roles.includes('auditor') || ownAffairs.test(originalUrl))
    return;
  await recordLook(sql, person.id, originalUrl.slice(0, 2000));
}

/** By persona where those are on, else by login and password. @throws Refused SIGN_IN_FAILED */
export async function signIn(
  deps: ApiDeps,
  as: { readonly persona: string } | { readonly login: string; readonly password: string },
): Promise<Person> {
  if ('persona' in as) {
    const person = deps.config.personas ? (await listPersons(deps.sql, as.persona))[0] : undefined;
    if (person === undefined) throw new Refused('SIGN_IN_FAILED');
    return person;
  }
  const account = await readAccount(deps.sql, as.login.toLowerCase());
  // The same work for an unknown login, so that the time tells nothing.
  const right = await checkPassword(as.password, account?.passwordHash ?? noPassword);
  const person = account === undefined || !right ? undefined : (await listPersons(deps.sql, account.personId))[0];
  if (person === undefined) throw new Refused('SIGN_IN_FAILED');
  return person;
}
