import { exact, showNumber } from '../domain/numbers.js';

/** Whole minor units as an amount with thousands: `778,273.21`. */
export function amountText(minor: string): string {
  const sign = minor.startsWith('-') ? '-' : '';
  const digits = minor.replace('-', '').padStart(3, '0');
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${sign}${whole}.${digits.slice(-2)}`;
}

/** A computed amount of minor units; what is no whole one is rounded for reading. */
export const computedAmount = (minor: string): string => amountText(showNumber(exact(minor), 0));
