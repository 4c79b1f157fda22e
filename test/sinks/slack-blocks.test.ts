import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeSpan, field, header, section, slackText } from '../../src/sinks/slack-blocks.ts';
import { anyText } from '../text/fixtures.ts';

describe('slackText', () => {
  it('escapes what Slack gives a meaning', () => {
    expect(slackText('<!channel> a & b', 100)).toBe('&lt;!channel&gt; a &amp; b');
  });

  it('shows hidden characters', () => {
    expect(slackText('a\u202eb\nc', 100)).toBe('a\\u{202e}b\\u{a}c');
  });

  it('cuts no entity in two', () => {
    expect(slackText('abc&&&', 10)).toBe('abc&amp;…');
  });

  it('keeps to the length whatever the text', () => {
    fc.assert(
      fc.property(anyText(80), fc.integer({ min: 1, max: 50 }), (text, longest) => {
        expect(slackText(text, longest).length).toBeLessThanOrEqual(longest);
        expect(slackText(text, longest)).not.toMatch(/[<>\n]|&(?!(?:amp|lt|gt);)/);
      }),
    );
  });
});

describe('codeSpan', () => {
  it('lets no backtick end it', () => {
    expect(codeSpan('a` *b* `c')).toBe("`a' *b* 'c`");
  });

  it('is never empty', () => {
    expect(codeSpan('')).toBe('`-`');
  });
});

describe('blocks', () => {
  it('keeps a header to 150 characters', () => {
    expect(header('x'.repeat(500)).text.text).toHaveLength(150);
  });

  it('keeps a section to 3,000 characters and ten fields', () => {
    const lines = Array.from({ length: 7 }, () => '&'.repeat(2000));
    const block = section(
      lines,
      Array.from({ length: 12 }, () => field('Label', 'value')),
    );
    expect(block.text.text.length).toBeLessThanOrEqual(3000);
    expect(block).toMatchObject({ fields: { length: 10 } });
  });
});
