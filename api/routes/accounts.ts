import { Router } from 'express';
import { saveAccount } from '../../db/accounts.js';
import { listPersons } from '../../db/organization.js';
import { recordLook } from '../../db/page-audit.js';
import { accountBody, accountParams } from '../../documents/requests.js';
import type { ApiDeps } from '../deps.js';
import { parseBody } from '../parse.js';
import { hashPassword } from '../passwords.js';
import { Refused } from '../refused.js';
import { needsRight } from '../rights.js';
import { signedIn } from '../session.js';

/** Logins and passwords, given by an administrator. What is put is what is there: no key is needed, and no trace of a password kept. */
export function accountRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.put('/accounts/:login', async (request, response) => {
    const admin = await signedIn(deps, request);
    needsRight(admin, 'write', 'account');
    const { login } = parseBody(accountParams, request.params);
    const { person, password } = parseBody(accountBody, request.body);
    if ((await listPersons(deps.sql, person)).length === 0) {
      throw new Refused('BODY_INVALID', [
        { pointer: '/person', code: 'ID_UNKNOWN', detail: `there is no person ${person}` },
      ]);
    }
    const passwordHash = await hashPassword(password);
    await deps.sql.begin(async (tx) => {
      await saveAccount(tx, { login, personId: person, passwordHash });
      await recordLook(tx, admin.id, `PUT /api/v1/accounts/${login} for ${person}`);
    });
    response.json({ login, person });
  });
  return router;
}
