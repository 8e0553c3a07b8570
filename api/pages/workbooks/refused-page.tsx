import type { VNode } from 'preact';
import { refusalTexts } from '../../../messages/errors.js';
import { workbookPage } from '../../../messages/pages.js';
import { problemSentence } from '../../../messages/problems.js';
import type { Refused } from '../../refused.js';
import { Message } from '../components/marks.js';
import { Table } from '../components/table.js';
import type { Reader } from '../reader.js';
import { at, textAt } from '../steps/form-data.js';
import { UploadForm } from './section.js';

const listed = 200;

/** A file that was not taken: why, and every cell that is wrong; and the form to try again. */
export function RefusedFile({
  reader,
  refused,
  action,
  back,
}: {
  readonly reader: Reader;
  readonly refused: Refused;
  readonly action: string;
  readonly back: string;
}): VNode {
  const { t } = reader;
  const madeFor = textAt(refused.errors[0], 'madeFor');
  const problems = refused.errors.filter((error) => textAt(error, 'code') !== '');
  return (
    <>
      <Message tone="bad">
        {t(refusalTexts[refused.code])} {madeFor !== '' && t(workbookPage.madeFor(madeFor))}
      </Message>
      {problems.length > 0 && <Problems reader={reader} problems={problems} />}
      <section>
        <h2>{t(workbookPage.uploadAgain)}</h2>
        <UploadForm reader={reader} action={action} button={t(workbookPage.upload)} />
        <p>
          <a href={back}>{t(workbookPage.back)}</a>
        </p>
      </section>
    </>
  );
}

function Problems({ reader, problems }: { readonly reader: Reader; readonly problems: readonly object[] }): VNode {
  const { t } = reader;
  const sentence = (problem: object): string => {
    const value = at(problem, 'value');
    return problemSentence(reader.language, {
      code: textAt(problem, 'code'),
      detail: textAt(problem, 'detail'),
      ...(typeof value === 'string' && { value }),
    });
  };
  const place = (problem: object): string => {
    const row = at(problem, 'row');
    return textAt(problem, 'cell') || (typeof row === 'number' ? t(workbookPage.row(row)) : '–');
  };
  return (
    <section>
      <h2>{t(workbookPage.problems(problems.length))}</h2>
      {problems.length > listed && <p class="soft">{t(workbookPage.problemsMore)}</p>}
      <Table
        caption={t(workbookPage.problems(problems.length))}
        hideCaption
        rows={problems.slice(0, listed).map((problem, index) => ({ problem, index }))}
        keyOf={({ index }) => String(index)}
        empty=""
        columns={[
          { title: t(workbookPage.sheet), cell: ({ problem }) => textAt(problem, 'sheet') || '–' },
          { title: t(workbookPage.cell), cell: ({ problem }) => place(problem) },
          { title: t(workbookPage.column), cell: ({ problem }) => textAt(problem, 'column') || '–' },
          { title: t(workbookPage.problem), cell: ({ problem }) => <span>{sentence(problem)}</span> },
        ]}
      />
    </section>
  );
}
