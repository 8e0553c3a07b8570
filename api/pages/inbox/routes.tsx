import type { Router } from 'express';
import { listCycles } from '../../../db/cycles.js';
import { inboxOf } from '../../../db/inbox.js';
import { mailsOf, type NoticeRow, noticesOf } from '../../../db/page-inbox.js';
import { type OwnTask, ownTasks } from '../../../db/tasks.js';
import { aboutNotice, noticeCodes, noticeTexts } from '../../../messages/mail.js';
import { inbox, mailbox } from '../../../messages/pages.js';
import { findingsPlace, recognitionPlace, resultPlace, valuesPlace } from '../../../workflows/messages.js';
import type { ApiDeps } from '../../deps.js';
import { personPage } from '../http.js';
import { links } from '../links.js';
import { createReader, defaultZone, type Reader } from '../reader.js';
import { textAt } from '../steps/form-data.js';
import { loadFollowUps } from './follow-ups.js';
import { MailboxPage } from './mailbox-page.js';
import { endingOf, soonDays } from '../tasks/progress.js';
import { InboxPage } from './page.js';
import { loadPromises, promiseHref } from './promises.js';

const mostNotices = 30;
const mostMails = 200;

export function inboxRoutes(router: Router, deps: ApiDeps): void {
  router.get(
    '/inbox',
    personPage(deps, async ({ reader, person }) => {
      const [tasks, follow, notices, cycles, own, promises] = await Promise.all([
        inboxOf(deps.sql, person.id),
        loadFollowUps(deps.sql, person),
        noticesOf(deps.sql, person.id, mostNotices),
        listCycles(deps.sql),
        ownTasks(deps.sql, person.id),
        loadPromises(deps.sql, person),
      ]);
      const zones = new Map(cycles.map((cycle) => [cycle.id, cycle.zone]));
      return {
        kind: 'page',
        title: reader.t(inbox.title),
        body: (
          <InboxPage
            reader={reader}
            follow={follow}
            promises={promises}
            tasks={tasks.map((task) => ({
              ...task,
              rehearsal: task.mode === 'rehearsal',
              zone: zones.get(task.cycleId) ?? defaultZone,
              unit: named(task.unitZh, task.unitEn),
              other: named(task.otherZh, task.otherEn),
              principal: task.principal === person.id ? null : named(task.principalZh, task.principalEn),
            }))}
            ending={own.filter((task) => endsSoon(reader, task))}
            notices={notices.map((notice) => ({
              ...notice,
              rehearsal: notice.mode === 'rehearsal',
              unit: named(notice.nameZh, notice.nameEn),
              href: hrefOf(notice),
              text: noticeWords(reader, notice),
            }))}
          />
        ),
      };
    }),
  );
  router.get(
    '/mailbox',
    personPage(deps, async ({ reader, person }) => {
      const embedded = deps.config.mode === 'embedded';
      const all = embedded && person.roles.some((role) => role === 'hr' || role === 'admin');
      const mails = await mailsOf(deps.sql, all ? null : person.id, mostMails);
      const shown = mails.map((mail) => ({ ...mail, person: mail }));
      return {
        kind: 'page',
        title: reader.t(mailbox.title),
        body: <MailboxPage reader={reader} mails={shown} all={all} smtp={deps.config.smtp !== undefined} />,
      };
    }),
  );
}

function endsSoon(reader: Reader, task: OwnTask): boolean {
  const ending = task.closed ? null : endingOf(task, createReader(reader.language, task.zone).day(task.now));
  return ending !== null && ending.left <= soonDays;
}

function named(nameZh: string | null, nameEn: string | null): { nameZh: string; nameEn: string } | null {
  return nameZh === null || nameEn === null ? null : { nameZh, nameEn };
}

/** The step that a notice is about, a deviation, a coaching note, or HR's list of findings. */
function hrefOf(notice: NoticeRow): string {
  const { cycleId, unitId, stepId, code, data } = notice;
  const [of, note] = [textAt(data, 'case'), textAt(data, 'note')];
  if (of !== '') return links.deviation(cycleId, of);
  if (note !== '') return links.note(cycleId, note);
  const promised = promiseHref(notice);
  if (promised !== null) return promised;
  if (stepId === recognitionPlace) return placeOfRecognition(cycleId, unitId, code);
  // About a unit's result or amount, which stand on its page: the step is the cycle's own.
  if ((stepId === resultPlace || code === 'AMOUNT_MOVED') && unitId !== null) return links.unit(cycleId, unitId);
  if (stepId === valuesPlace) return links.values(cycleId);
  return stepId === findingsPlace ? links.findings(cycleId) : links.step(cycleId, unitId, stepId);
}

/** HR settles on a list; whoever is recognized sees it with the unit's result. */
const placeOfRecognition = (cycleId: string, unitId: string | null, code: string): string =>
  code === 'RECOGNIZED' && unitId !== null ? links.unit(cycleId, unitId) : links.recognitions(cycleId);

/** A notice in the reader's language; one of a code that has no words shows the code. */
function noticeWords(reader: Reader, notice: NoticeRow): string {
  const { code, data } = notice;
  const known = noticeCodes.find((each) => each === code);
  const about = aboutNotice(notice, reader.language) || textAt(data, 'title');
  const words = known === undefined ? code : reader.t(noticeTexts[known]);
  return reader.language === 'en' ? `${about} ${words}` : `「${about}」${words}`;
}
