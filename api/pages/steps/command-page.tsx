import { readCommand } from '../../../db/commands.js';
import { refusalTexts } from '../../../messages/errors.js';
import { received } from '../../../messages/pages.js';
import { Refused } from '../../refused.js';
import { may } from '../../rights.js';
import type { PageAnswer, PersonVisit } from '../http.js';
import { links } from '../links.js';
import { createReader } from '../reader.js';
import { loadStep } from './load.js';
import { stepTitle } from './page.js';
import { ReceivedPage } from './received-page.js';

/** What became of a word that was received; for whoever said it, or for whom it was said. */
export async function commandPage({ deps, request, reader, person }: PersonVisit): Promise<PageAnswer> {
  const id = String(request.params['id']);
  const command = /^[0-9a-f-]{36}$/.test(id) ? await readCommand(deps.sql, id) : undefined;
  const mine = command !== undefined && [command.actor, command.principal].includes(person.id);
  if (command === undefined || !may(person, 'see', 'command', mine ? ['owner'] : [])) throw new Refused('NOT_FOUND');
  const unitId = command.reviewId === command.cycleId ? null : command.reviewId.slice(command.cycleId.length + 1);
  const { view } = await loadStep(deps, person, { cycleId: command.cycleId, unitId, stepId: command.stepId });
  const zoned = createReader(reader.language, view.cycle.zone);
  return {
    kind: 'page',
    title: reader.t(received.title),
    cycle: view.cycle,
    body: (
      <ReceivedPage
        reader={zoned}
        commandId={id}
        receivedAt={command.receivedAt}
        state={command.state}
        why={command.code === null ? null : reader.t(refusalTexts[command.code])}
        step={{ href: links.step(command.cycleId, unitId, command.stepId), title: stepTitle(zoned, view) }}
      />
    ),
  };
}
