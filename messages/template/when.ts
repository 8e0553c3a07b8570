import type { When } from '../../domain/template.js';
import type { Bilingual } from '../language.js';
import { say } from '../pages/text.js';
import { inBoth, ordinal, workdays } from './words.js';

/** A time before there is a period, as people say it: "on the 10th working day of the period". */
export function whenWords(when: When): Bilingual {
  const day = dayWords(when);
  if (when.at === undefined) return day;
  const { at } = when;
  return inBoth((language) => (language === 'en' ? `${day.en} at ${at}` : `${day['zh-CN']} ${at}`));
}

function dayWords({ base, months = 0, days = 0, workdays: n = 0 }: When): Bilingual {
  if (base === 'period-start' && months >= 0 && days === 0 && n > 0) return inMonth(months, n);
  if (base === 'period-start' && months > 0 && days === -1 && n === 0) {
    return say(`周期第 ${months} 个月的最后一天`, `on the last day of month ${months} of the period`);
  }
  if (base === 'period-end' && months === 0 && days === 0 && n > 0) {
    return say(`周期结束后的第 ${n} 个工作日`, `on the ${ordinal(n)} working day after the period`);
  }
  const from = anchor(base, months, days);
  if (n === 0) return say(from['zh-CN'], `on ${from.en}`);
  if (n < 0) return back(base, from, -n);
  const inclusive = base === 'period-start';
  return say(
    `自${from['zh-CN']}${inclusive ? '（含）' : '之后'}起的第 ${n} 个工作日`,
    `on the ${ordinal(n)} working day ${inclusive ? 'from' : 'after'} ${from.en}`,
  );
}

const inMonth = (months: number, n: number): Bilingual =>
  months === 0
    ? say(`周期的第 ${n} 个工作日`, `on the ${ordinal(n)} working day of the period`)
    : say(
        `周期第 ${months + 1} 个月的第 ${n} 个工作日`,
        `on the ${ordinal(n)} working day of month ${months + 1} of the period`,
      );

/** Counting back from the start begins with the day before it, as the schedule does. */
function back(base: When['base'], from: Bilingual, n: number): Bilingual {
  const eve = base === 'period-start' ? say('前一天', 'the day before ') : say('', '');
  const counted = workdays(n);
  return say(`${from['zh-CN']}${eve['zh-CN']}之前 ${counted['zh-CN']}`, `${counted.en} before ${eve.en}${from.en}`);
}

function anchor(base: When['base'], months: number, days: number): Bilingual {
  const edge =
    base === 'period-start'
      ? say('周期开始日', 'the first day of the period')
      : say('周期结束日', 'the last day of the period');
  const parts = [
    ...(months === 0 ? [] : [moved(months, '个月', 'month')]),
    ...(days === 0 ? [] : [moved(days, '天', 'day')]),
  ];
  return say(
    `${edge['zh-CN']}${parts.map((part) => part['zh-CN']).join('')}`,
    `${parts.map((part) => part.en).join('')}${edge.en}`,
  );
}

function moved(n: number, zh: string, en: string): Bilingual {
  const much = Math.abs(n);
  return say(
    `${n < 0 ? '前' : '后'} ${much} ${zh}`,
    `${much} ${en}${much === 1 ? '' : 's'} ${n < 0 ? 'before' : 'after'} `,
  );
}
