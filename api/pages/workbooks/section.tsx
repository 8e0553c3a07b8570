import type { VNode } from 'preact';
import { workbookPage } from '../../../messages/pages.js';
import type { Reader } from '../reader.js';

/** Where the rows come from and where a file goes. */
export interface WorkbookPlace {
  readonly xlsx: string;
  readonly csv: string;
  readonly action: string;
  /** What is applied becomes a draft. */
  readonly draft: boolean;
  readonly mayUpload: boolean;
}

const accept = '.xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Download, and upload without script. */
export function WorkbookSection({ reader, place }: { readonly reader: Reader; readonly place: WorkbookPlace }): VNode {
  const { t } = reader;
  return (
    <section id="workbook">
      <h2>Excel</h2>
      {place.mayUpload && (
        <p class="hint">
          {t(workbookPage.how)} {place.draft && t(workbookPage.asDraft)}
        </p>
      )}
      <p>
        <a href={place.xlsx} download>
          {t(workbookPage.downloadWorkbook)}
        </a>
        {' · '}
        <a href={place.csv} download>
          {t(workbookPage.downloadTable)}
        </a>
      </p>
      {place.mayUpload && <UploadForm reader={reader} action={place.action} button={t(workbookPage.upload)} />}
    </section>
  );
}

export function UploadForm({
  reader,
  action,
  button,
}: {
  readonly reader: Reader;
  readonly action: string;
  readonly button: string;
}): VNode {
  const { t } = reader;
  return (
    <form method="post" action={action} encType="multipart/form-data">
      <div class="field">
        <label for="f-file">{t(workbookPage.file)}</label>
        <p class="hint" id="f-file-hint">
          {t(workbookPage.fileHint)}
        </p>
        <input id="f-file" type="file" name="file" accept={accept} aria-describedby="f-file-hint" required />
      </div>
      <div class="actions">
        <button>{button}</button>
      </div>
    </form>
  );
}
