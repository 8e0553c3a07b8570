import { expect, test } from 'vitest';
import { templatePage } from './template-page.js';

test('docs/template.md says what the schema of template@1 says', async () => {
  await expect(templatePage()).toMatchFileSnapshot('../../docs/template.md');
});
