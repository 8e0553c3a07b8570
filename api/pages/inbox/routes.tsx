import type { Router } from 'express';
import { listCycles } from '../../../db/cycles.js';
import { inboxOf } from '../../../db/inbox.js';
import { mailsOf, type NoticeRow, noticesOf } from '../../../db/page-inbox.js';
import { aboutNotice, noticeCodes, noticeTexts } from '../../../messages/mail.js';
import { inbox, mailbox } from '../../../messages/pages.js';
import { findingsPlace, valuesPlace } from '../../../workflows/messages.js';
import type { ApiDeps } from '../../deps.js';
import { personPage } from '../http.js';
import { links } from '../links.js';
import { defaultZone, type Reader } from '../reader.js';
import { textAt } from '../steps/form-data.js';
import { MailboxPage } from './mailbox-page.js';
import { InboxPage } from './page.js';

const mostNotices = 30;
const mostMails = 200;

export function inboxRoutes(router: Router, deps: ApiDeps): void {
  router.get(
    '/inbox',
    personPage(deps, async ({ reader, person }) => {
      const [tasks, notices, cycles] = await Promise.all([
        inboxOf(deps.sql, person.id),
        noticesOf(deps.sql, person.id, mostNotices),
        listCycles(deps.sql),
      ]);
      const zones = new Map(cycles.map((cycle) => [cycle.id, cycle.zone]));
      return {
        kind: 'page',
        title: reader.t(inbox.title),
        body: (
          <InboxPage
            reader={reader}
            tasks={tasks.map((task) => ({
              ...task,
              rehearsal: task.mode === 'rehearsal',
              zone: zones.get(task.cycleId) ?? defaultZone,
              unit: named(task.unitZh, task.unitEn),
              principal: null,
            }))}
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

function named(nameZh: string | null, nameEn: string | null): { nameZh: string; nameEn: string } | null {
  return nameZh === null || nameEn === null ? null : { nameZh, nameEn };
}

/** The step that a notice is about, or HR's list of findings. */
const hrefOf = ({ cycleId, unitId, stepId }: NoticeRow): string =>
  stepId === findingsPlace
    ? links.findings(cycleId)
    : stepId === valuesPlace
      ? links.values(cycleId)
      : links.step(cycleId, unitId, stepId);

/** A notice in the reader's language; one of a code that has no words shows the code. */
function noticeWords(reader: Reader, notice: NoticeRow): string {
  const { code, data } = notice;
  const known = noticeCodes.find((each) => each === code);
  const about = textAt(data, 'title') || aboutNotice(notice, reader.language);
  const words = known === undefined ? code : reader.t(noticeTexts[known]);
  return reader.language === 'en' ? `${about} ${words}` : `「${about}」${words}`;
}
