import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itemOf, slackMessage } from '../../src/sinks/slack-message.ts';
import { type Alert, LEVELS } from '../../src/types.ts';
import { alert, anyText, evidence, HIDDEN, hostileAlert } from '../text/fixtures.ts';
import { numbered } from './contract.ts';

const messageOf = (alerts: readonly Alert[]) => slackMessage(alerts.map(itemOf));
const many = (count: number, changes: Partial<Alert> = {}) =>
  Array.from({ length: count }, (_, index) => numbered(index, changes));

describe('slackMessage', () => {
  it('shows level, sentence and labelled values', () => {
    expect(messageOf([alert()])).toEqual({
      text: 'HIGH: ServiceAccount lists secrets',
      blocks: [
        {
          type: 'header',
          text: { type: 'plain_text', text: 'HIGH: ServiceAccount lists secrets', emoji: false },
        },
        {
          type: 'section',
          text: {
            type: 'plain_text',
            text: `${alert().message}\n${alert().why}\nNext: ${alert().next}`,
            emoji: false,
          },
          fields: [
            '*User*\n`ServiceAccount prod/payment`',
            '*Events*\n1',
            '*First seen*\n`2026-11-20T10:00:00.123456Z`',
            '*Last seen*\n`2026-11-20T10:00:00.123456Z`',
            '*From*\n`10.1.2.3`',
            '*Credential*\n`JTI=9d0c1b2a-4c1e-4f6a-8a55-0e4f3b2a1d00`',
            '*Rule*\n`sa_lists_secrets` by `Jane Doe`',
            '*Alert*\n`0123456789ab`',
          ].map((text) => ({ type: 'mrkdwn', text, verbatim: true })),
        },
      ],
    });
  });

  it('groups by rule and user', () => {
    const other = alert({
      id: 'b',
      message: 'the other',
      count: 41,
      partial: true,
      lastSeen: '2026-11-20T11:00:00.000000Z',
      events: [evidence({ sourceIP: '10.9.9.9', credentialId: null })],
    });
    const { blocks } = messageOf([alert(), numbered(7), other]);
    expect(blocks).toHaveLength(4);
    const group = JSON.stringify(blocks[1]);
    expect(group).toContain(String.raw`allowed (200)\nthe other`);
    expect(group).toContain(String.raw`*Events*\n42`);
    expect(group).toContain(String.raw`*Last seen*\n${'`'}2026-11-20T11:00:00`);
    expect(group).toContain('`10.1.2.3`, `10.9.9.9`');
    expect(group).toContain('*Partial*');
    expect(JSON.stringify(blocks[3])).toContain('did thing 7');
  });

  it('puts the gravest first, and the rest in the order given', () => {
    const alerts = [
      numbered(1, { level: 'low' }),
      numbered(2),
      numbered(3),
      numbered(4, { level: 'critical' }),
    ];
    const order = [...JSON.stringify(messageOf(alerts)).matchAll(/did thing (\d)/g)];
    expect(order.map((match) => match[1])).toEqual(['4', '2', '3', '1']);
    expect(messageOf(alerts).text).toBe(
      '4 alerts, the highest CRITICAL: ServiceAccount lists secrets',
    );
  });

  it('counts the further alerts of a group', () => {
    const { blocks } = messageOf(many(10, { user: 'alice' }));
    expect(JSON.stringify(blocks[1])).toContain('and 7 more alerts of this rule and user');
  });

  it('says what did not fit, by rule', () => {
    const others = many(30, { level: 'low', rule: { ...alert().rule, id: 'x', name: 'other' } });
    const { blocks } = messageOf([...many(40), ...others]);
    const shown = blocks.filter((block) => block.type === 'header').length;
    expect(blocks.at(-1)).toMatchObject({
      text: {
        text: `and ${70 - shown} more alerts: ${40 - shown} × sa_lists_secrets (high), 30 × other (low)`,
      },
    });
  });

  it('names no more rules than fit, and counts the rest', () => {
    const alerts = many(100).map((one, index) => ({
      ...one,
      rule: { ...one.rule, id: `${index}`, name: `rule_${index}` },
    }));
    expect(JSON.stringify(messageOf(alerts).blocks.at(-1))).toMatch(/and \d+ more rules"/);
  });

  it('says that an alert spans users', () => {
    expect(JSON.stringify(messageOf([alert({ user: null })]))).toContain('`several`');
  });

  it('keeps event text out of the markup', () => {
    const { text, blocks } = messageOf([hostileAlert()]);
    const json = JSON.stringify(blocks);
    expect(json).not.toMatch(/[<>]|&(?!(?:amp|lt|gt);)/);
    expect(json).not.toMatch(HIDDEN);
    expect(text).not.toMatch(/[<>]/);
    const marked = blocks.flatMap((block) => ('fields' in block ? (block.fields ?? []) : []));
    for (const { text: value } of marked) {
      expect(value).toMatch(
        /^\*[\w ]+\*\n(?:[\d,]+|(?:`[^`\n]+`(?:, | by )?)+|cut short in the log)$/,
      );
    }
  });

  it("keeps to Slack's limits whatever the alerts", () => {
    const text = anyText(900);
    const anyAlert = fc.record({ user: text, message: text, level: fc.constantFrom(...LEVELS) });
    fc.assert(
      fc.property(fc.array(anyAlert, { minLength: 1, maxLength: 60 }), (changes) => {
        const { blocks } = messageOf(changes.map((change, index) => numbered(index, change)));
        expect(blocks.length).toBeLessThanOrEqual(50);
        expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(12_000);
        for (const block of blocks) {
          const longest = block.type === 'header' ? 150 : 3000;
          expect(block.text.text.length).toBeLessThanOrEqual(longest);
          expect(block.text.text.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 30 },
    );
  });
});
