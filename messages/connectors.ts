import type { ConnectorCode } from '../domain/values/index.js';
import type { Bilingual } from './language.js';

const of = (zh: string, en: string): Bilingual => ({ 'zh-CN': zh, en });

/** How a reading failed, and what may be done about it. */
export const connectorTexts: Readonly<Record<ConnectorCode, Bilingual>> = {
  CONNECTOR_FAILED: of(
    '来源没有给出数据。请检查地址、权限和来源系统。',
    'The source gave no data. Look at the address, the rights and the source itself.',
  ),
  CONNECTOR_TIMEOUT: of('来源没有在时限内答复。', 'The source did not answer in time.'),
  CONNECTOR_HOST_FORBIDDEN: of(
    '该主机不在允许名单中。请管理员在 PERFCYCLE_CONNECTOR_HOSTS 中添加。',
    'The host is not on the list of hosts. Ask the admin to add it to PERFCYCLE_CONNECTOR_HOSTS.',
  ),
  CONNECTOR_REDIRECT_FORBIDDEN: of(
    '来源要求转到别处，系统不跟随转向。请填写最终地址。',
    'The source redirects elsewhere, and redirects are not followed. Enter the final address.',
  ),
  CONNECTOR_SECRET_MISSING: of(
    '没有配置所引用的密钥。请管理员设置该环境变量。',
    'The secret it names is not configured. Ask the admin to set that variable.',
  ),
  CONNECTOR_SOURCE_UNKNOWN: of(
    '没有配置这个数据库来源。请管理员设置 PERFCYCLE_SQL_SOURCE_…。',
    'This source is not configured. Ask the admin to set PERFCYCLE_SQL_SOURCE_….',
  ),
  CONNECTOR_WRONG_TYPE: of(
    '来源的答复不是所需的数据：指标、日期或数值不对。',
    'What the source answers is not what is asked for: metrics, days or numbers are not right.',
  ),
  CONNECTOR_TOO_LARGE: of('来源的答复过大。', 'The answer of the source is too large.'),
  CONNECTOR_TOO_MANY_ROWS: of('来源给出的行数过多。', 'The source gives too many rows.'),
  CONNECTOR_OLD_DATA: of(
    '来源给出的仍是旧数据，没有所求那一天的数值。',
    'The source still gives old data: nothing for the day that was asked for.',
  ),
};
