/** What a new connector's form begins with. */
export const exampleDefinition = JSON.stringify(
  {
    kind: 'http-json',
    title: { 'zh-CN': '', en: '' },
    schedule: 'month-end',
    url: 'https://erp.example.com/figures?day={on}',
    secret: { env: 'PERFCYCLE_SECRET_ERP', header: 'Authorization', prefix: 'Bearer ' },
    take: { rows: '/rows', metric: '/metric', on: '/day', value: '/value' },
  },
  null,
  2,
);
