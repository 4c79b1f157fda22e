import { describe, expect, it } from 'vitest';
import { html, markupOf, whole } from '../../../src/investigate/page/html.ts';

describe('html', () => {
  it('escapes what could open a tag, an entity or leave an attribute', () => {
    expect(html`<a title="${`<b> & "q" 'q'`}">`.markup).toBe(
      '<a title="&lt;b&gt; &amp; &quot;q&quot; &#39;q&#39;">',
    );
  });

  it('shows hidden characters instead of letting them turn the text around', () => {
    expect(html`<p>${'a\u202eb\nc'}</p>`.markup).toBe('<p>a\\u{202e}b\\u{a}c</p>');
  });

  it('keeps markup, joins lists and leaves nothing out of nothing', () => {
    const item = (text: string) => html`<li>${text}</li>`;
    expect(html`<ul>${['a', '<'].map(item)}${null}${undefined}${false}${0}</ul>`.markup).toBe(
      '<ul><li>a</li><li>&lt;</li>0</ul>',
    );
  });

  it('cuts a text that is too long for a page', () => {
    expect(markupOf('x'.repeat(5000))).toHaveLength(1024);
  });

  it('never cuts a command', () => {
    expect(whole('x'.repeat(5000)).markup).toHaveLength(5000);
    expect(whole("'<'\n").markup).toBe('&#39;&lt;&#39;\\u{a}');
  });
});
