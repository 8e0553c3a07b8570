import type { VNode } from 'preact';
import { cyclePage, frame } from '../../../messages/pages.js';
import { Hidden, Input, Select } from '../components/fields.js';
import { Section } from '../components/marks.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import { rateOptions } from './new-cycle-page.js';

export interface ShownClock {
  readonly now: number;
  readonly held: boolean;
  readonly runTo: number | null;
  readonly rate: string;
  readonly nextAt: number | null;
  readonly undecided: boolean;
  readonly watching: boolean;
}

/** Hold, go on, run to a day, pace: a rehearsal's clock by buttons. */
export function ClockControls({
  reader,
  cycleId,
  clock,
}: {
  readonly reader: Reader;
  readonly cycleId: string;
  readonly clock: ShownClock;
}): VNode {
  const { t } = reader;
  const known = rateOptions.map(({ value, text }) => ({ value, text: t(text) }));
  const options = known.some(({ value }) => value === clock.rate)
    ? known
    : [...known, { value: clock.rate, text: `× ${clock.rate}` }];
  return (
    <Section title={t(cyclePage.clock)} id="clock">
      <p>
        {clock.runTo === null
          ? t(clock.held ? cyclePage.heldNow : frame.running)
          : t(cyclePage.runsTo(reader.time(clock.runTo)))}{' '}
        {clock.nextAt !== null && (
          <span class="soft">
            {t(cyclePage.nextInstant)}: {reader.time(clock.nextAt)}
          </span>
        )}
      </p>
      <p class="hint">{t(cyclePage.clockHint)}</p>
      {clock.undecided && <p class="soft">{t(cyclePage.undecided)}</p>}
      <form method="post" action={links.clock(cycleId)} class="actions">
        <button class="main" name="hold" value={clock.held ? 'no' : 'yes'}>
          {t(clock.held ? cyclePage.goOn : cyclePage.hold)}
        </button>
        <a class="button" href={clock.watching ? links.cycle(cycleId) : `${links.cycle(cycleId)}?watch=1`}>
          {t(clock.watching ? cyclePage.stopWatching : cyclePage.watch)}
        </a>
      </form>
      <div class="columns">
        <form method="post" action={links.clock(cycleId)}>
          <Input name="runTo" type="date" label={t(cyclePage.runTo)} value="" required />
          <button>{t(cyclePage.run)}</button>
        </form>
        <form method="post" action={links.clock(cycleId)}>
          <Hidden name="setRate" value="yes" />
          <Select name="rate" label={t(cyclePage.setRate)} value={clock.rate} options={options} />
          <button>{t(frame.save)}</button>
        </form>
      </div>
    </Section>
  );
}
