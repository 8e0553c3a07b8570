/** The year's figures of the sample organization: what was measured, rated, and by whom. */

export interface Reading {
  readonly metric: string;
  readonly unit: string;
  /** At the ends of March, June, September, and of the year. */
  readonly values: readonly [string, string, string, string];
}

const reading = (unit: string, metric: string, ...values: [string, string, string, string]): Reading => ({
  unit,
  metric,
  values,
});

export const readings: readonly Reading[] = [
  reading('sales', 'new-customers', '24', '52', '83', '110'),
  reading('sales', 'revenue', '2050', '4300', '6900', '9750'),
  reading('marketing', 'brand-awareness', '10.5', '12', '14.5', '16.2'),
  reading('marketing', 'leads', '460', '590', '730', '860'),
  reading('production', 'unit-cost', '98', '95', '93', '91'),
  reading('production', 'on-time-delivery', '95', '96.2', '97', '97.5'),
  reading('quality', 'material-pass-rate', '98.4', '98.7', '98.9', '98.8'),
  reading('quality', 'complaints', '56', '51', '47', '44'),
  reading('rnd', 'new-products', '0', '1', '2', '3'),
  reading('rnd', 'patents', '4', '6', '7', '9'),
  reading('finance', 'close-days', '7', '6', '6', '5'),
  reading('finance', 'budget-accuracy', '108', '106', '104', '103'),
  reading('sales-new', 'markets-opened', '3', '6', '8', '10'),
  reading('sales-new', 'partner-contracts', '4', '8', '12', '16'),
];

/** What no one types: a connector of the sample brings it. */
export const collected = {
  connector: 'crm-new-customers',
  metric: 'new-customers',
  values: ['24', '52', '83', '110'],
} as const;

/** The days for which the values stand. */
export const valueDays = ['2027-03-31', '2027-06-30', '2027-09-30', '2027-12-31'] as const;

export interface TeamworkRatings {
  readonly unit: string;
  readonly superior: string;
  readonly cooperating: readonly (readonly [unit: string, value: string])[];
}

export const teamwork: readonly TeamworkRatings[] = [
  {
    unit: 'sales',
    superior: '4',
    cooperating: [
      ['marketing', '4'],
      ['production', '3'],
    ],
  },
  {
    unit: 'marketing',
    superior: '4',
    cooperating: [
      ['sales', '5'],
      ['rnd', '4'],
    ],
  },
  {
    unit: 'production',
    superior: '4',
    cooperating: [
      ['quality', '3'],
      ['sales', '3'],
    ],
  },
  {
    unit: 'quality',
    superior: '4',
    cooperating: [
      ['production', '4'],
      ['rnd', '4'],
    ],
  },
  {
    unit: 'rnd',
    superior: '5',
    cooperating: [
      ['marketing', '4'],
      ['quality', '5'],
    ],
  },
  { unit: 'finance', superior: '4', cooperating: [['sales', '4']] },
];

export const departments = teamwork.map(({ unit }) => unit);

/** Units that have goals: the six departments and the team for new markets. */
export const subjects = [...departments, 'sales-new'];
