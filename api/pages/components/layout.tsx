import type { ComponentChildren, VNode } from 'preact';
import type { Language } from '../../../messages/language.js';
import { developmentPage, frame } from '../../../messages/pages.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';

export interface SignedIn {
  readonly name: string;
  readonly roles: readonly string[];
}

/** The cycle a page is about, for the banner of rehearsals. */
export interface ShownCycle {
  readonly title: string;
  readonly rehearsal: boolean;
  readonly now: number;
  readonly held: boolean;
  readonly closed: boolean;
}

export interface LayoutProps {
  readonly reader: Reader;
  readonly title: string;
  readonly path: string;
  readonly person: SignedIn | null;
  readonly cycle?: ShownCycle | undefined;
  readonly embedded: boolean;
  readonly styles: string;
  /** Seconds until the page loads itself again; only where the reader asked for it. */
  readonly refreshSeconds?: number | undefined;
  readonly children: ComponentChildren;
}

export function Layout(props: LayoutProps): VNode {
  const { reader, title, person, cycle, children } = props;
  const { t } = reader;
  return (
    <html lang={reader.language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · ${t(frame.product)}`}</title>
        <link rel="stylesheet" href={props.styles} />
        <link rel="icon" href="data:," />
        {props.refreshSeconds !== undefined && <meta httpEquiv="refresh" content={String(props.refreshSeconds)} />}
      </head>
      <body>
        <a class="skip" href="#content">
          {t(frame.skip)}
        </a>
        <Header reader={reader} path={props.path} person={person} />
        {cycle?.rehearsal === true && (
          <p class="banner" role="status">
            <strong>{t(frame.rehearsal)}</strong> {t(frame.rehearsalBanner(cycle.title, reader.time(cycle.now)))}{' '}
            <span class="badge">{t(cycle.closed ? frame.closed : cycle.held ? frame.held : frame.running)}</span>
          </p>
        )}
        <main id="content" tabIndex={-1}>
          <h1>{title}</h1>
          {children}
        </main>
        {props.embedded && <footer>{t(frame.notForProduction)}</footer>}
      </body>
    </html>
  );
}

function Header({ reader, path, person }: Pick<LayoutProps, 'reader' | 'path' | 'person'>): VNode {
  const { t } = reader;
  const other: Language = reader.language === 'en' ? 'zh-CN' : 'en';
  return (
    <header>
      <a class="brand" href="/">
        {t(frame.product)}
      </a>
      {person !== null && <Menu reader={reader} path={path} roles={person.roles} />}
      <div class="who">
        <a href={links.language(other, path)} lang={other} hrefLang={other}>
          {t(frame.otherLanguage)}
        </a>
        {person === null ? (
          <a href={links.signIn}>{t(frame.signIn)}</a>
        ) : (
          <form method="post" action={links.signOut} class="inline">
            <span>
              <span class="hidden">{t(frame.signedInAs)} </span>
              {person.name}
            </span>{' '}
            <button class="quiet">{t(frame.signOut)}</button>
          </form>
        )}
      </div>
    </header>
  );
}

function Menu({
  reader,
  path,
  roles,
}: {
  readonly reader: Reader;
  readonly path: string;
  readonly roles: readonly string[];
}): VNode {
  const { t } = reader;
  const entries = [
    { href: links.inbox, text: frame.inbox, for: null },
    { href: links.cycles, text: frame.cycles, for: null },
    { href: links.myUnits, text: frame.myUnits, for: null },
    { href: links.myTasks, text: frame.myTasks, for: null },
    { href: links.myDevelopment, text: developmentPage.mine, for: null },
    { href: links.strategy, text: frame.strategy, for: null },
    { href: links.organization, text: frame.organization, for: null },
    { href: links.values(null), text: frame.values, for: ['hr', 'board', 'auditor', 'head'] },
    { href: links.templates, text: frame.templates, for: ['hr', 'auditor', 'admin'] },
    { href: links.mailbox, text: frame.mailbox, for: null },
  ].filter((entry) => entry.for === null || entry.for.some((role) => roles.includes(role)));
  return (
    <nav aria-label={t(frame.mainMenu)}>
      <ul>
        {entries.map(({ href, text }) => (
          <li key={href}>
            <a href={href} aria-current={path === href || path.startsWith(`${href}/`) ? 'page' : undefined}>
              {t(text)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
