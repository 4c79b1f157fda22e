import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportPage } from '../../src/investigate/page/index.ts';
import { exampleReport } from '../investigate/example-report.ts';
import { hostileReport, wideReport } from '../investigate/hostile-report.ts';
import { LARGE, largeReport } from '../investigate/page/large-report.ts';
import { launchChromium } from './chromium.ts';

/** Every other event, so that no two of them are neighbours. */
const scattered = Object.entries(exampleReport.evidence)
  .sort(([, a], [, b]) => (a.time < b.time ? -1 : 1))
  .flatMap(([id], index) => (index % 2 === 0 ? [id] : []))
  .slice(0, 10);

const PAGES = {
  example: reportPage(exampleReport),
  many: reportPage({
    ...exampleReport,
    verdict: {
      ...exampleReport.verdict,
      reasons: exampleReport.verdict.reasons.map((reason) => ({
        ...reason,
        proof: { events: scattered, count: 10 },
      })),
    },
  }),
  wide: reportPage(wideReport),
  hostile: reportPage(hostileReport),
  large: reportPage(largeReport),
};

const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'satrap-page-'));
  for (const [name, text] of Object.entries(PAGES)) {
    await writeFile(join(folder, `${name}.html`), text);
  }
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

interface Opened {
  readonly page: Page;
  /** Whatever was written to the console, thrown, asked in a dialog or requested besides the page. */
  readonly troubles: string[];
}

/** Opens a page, and closes it again. */
async function withPage(
  name: keyof typeof PAGES | 'broken',
  look: (opened: Opened) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<void> {
  const context = await browser.newContext({
    viewport: DESKTOP,
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  });
  try {
    const page = await context.newPage();
    const url = pathToFileURL(join(folder, `${name}.html`)).href;
    const troubles: string[] = [];
    page.on('console', (message) => troubles.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
    page.on('request', (request) => request.url() !== url && troubles.push(request.url()));
    page.on('dialog', (dialog) => {
      troubles.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(url);
    await look({ page, troubles });
  } finally {
    await context.close();
  }
}

const steps = (page: Page) => page.locator('#steps > tbody > tr:visible');
const shownSteps = (page: Page) => page.locator('form[data-table=steps] output');
const range = (page: Page) => page.locator('#window');

async function centre(place: Locator): Promise<{ x: number; y: number; width: number }> {
  await place.scrollIntoViewIfNeeded();
  const box = await place.boundingBox();
  if (box === null) throw new Error('not on the page');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, width: box.width };
}

describe('the page in Chromium', () => {
  it.each(['example', 'wide', 'hostile', 'large'] as const)(
    'opens the %s page without an error, a dialog or a request',
    async (name) => {
      await withPage(name, async ({ page, troubles }) => {
        await page.getByRole('button', { name: 'Zoom in' }).click();
        await page.locator('.proof a').first().click();
        await page.keyboard.press('Escape');
        expect(troubles).toEqual([]);
      });
    },
  );

  it('shows hostile names as text', async () => {
    const count = 'document.querySelectorAll("*").length';
    let elements: unknown;
    let scripts: unknown;
    await withPage('wide', async ({ page }) => {
      elements = await page.evaluate(count);
      scripts = await page.evaluate('document.scripts.length');
    });
    await withPage('hostile', async ({ page, troubles }) => {
      expect(await page.evaluate('document.scripts.length')).toBe(scripts);
      const foreign = 'document.querySelectorAll("img, iframe, object, embed, link").length';
      expect(await page.evaluate(foreign)).toBe(0);
      expect(Math.abs(Number(await page.evaluate(count)) - Number(elements))).toBeLessThan(200);
      expect(await page.locator('main').innerText()).toContain('<script>alert(document.domain)');
      expect(troubles).toEqual([]);
    });
  });

  it('would not run, style or load what got in', async () => {
    let requests = 0;
    const server = createServer((_request, response) => {
      requests++;
      response.end();
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const hole = `<script>document.title = 'owned'</script><p id="hole" style="color: red"
      onclick="document.title = 'owned'">x</p><img src="http://127.0.0.1:${port}/x.png">`;
    const text = PAGES.example.replace('</header>', `</header>${hole}`);
    await writeFile(join(folder, 'broken.html'), text);
    try {
      await withPage('broken', async ({ page, troubles }) => {
        await page.locator('#hole').click();
        expect(await page.title()).toContain('compromised');
        const colour = 'getComputedStyle(document.getElementById("hole")).color';
        expect(await page.evaluate(colour)).not.toBe('rgb(255, 0, 0)');
        for (const part of ['inline script', 'inline event handler', 'inline style', 'image']) {
          expect(troubles.join('\n')).toContain(part);
        }
        expect(requests).toBe(0);
      });
    } finally {
      server.close();
    }
  });
});

describe('tables', () => {
  it('filter by text and chips, and say how many rows are left', async () => {
    await withPage('example', async ({ page }) => {
      await page.getByRole('searchbox', { name: 'Search steps' }).fill('SECRETS listed');
      expect(await shownSteps(page).innerText()).toBe('2 of 22 steps');
      await page.getByRole('searchbox', { name: 'Search steps' }).fill('');
      const filter = page.locator('form[data-table=steps]');
      await filter.getByText('escalation', { exact: false }).click();
      await filter.getByText('access', { exact: false }).click();
      await filter.getByText('denied', { exact: false }).click();
      expect(await shownSteps(page).innerText()).toBe('3 of 22 steps');
      expect(await steps(page).count()).toBe(3);
      expect(await page.getByRole('status').filter({ hasText: '3 of 22 steps' }).count()).toBe(1);
    });
  });

  it('filter by keyboard alone', async () => {
    await withPage('example', async ({ page }) => {
      await page.getByRole('searchbox', { name: 'Search steps' }).focus();
      await page.keyboard.type('checkout');
      await page.keyboard.press('Tab');
      const chip = page.locator('form[data-table=steps] input:focus');
      expect(await chip.getAttribute('value')).toBe('use');
      await page.keyboard.press('Space');
      expect(await shownSteps(page).innerText()).toBe('2 of 22 steps');
    });
  });

  it('show a row that a link leads to, whatever is filtered', async () => {
    await withPage('example', async ({ page }) => {
      await page.getByRole('searchbox', { name: 'Search steps' }).fill('nothing like it');
      expect(await steps(page).count()).toBe(0);
      await page.locator('.track a[href="#s9"]').dispatchEvent('click');
      await page.locator('#s9').waitFor({ state: 'visible' });
      expect(await shownSteps(page).innerText()).toBe('all 22 steps');
    });
  });

  it('show many rows in parts', async () => {
    await withPage('large', async ({ page }) => {
      expect(await steps(page).count()).toBe(200);
      await page.getByRole('button', { name: 'Show 200 more of 4,800 steps' }).click();
      expect(await steps(page).count()).toBe(400);
      await page.getByRole('searchbox', { name: 'Search steps' }).fill('worker-299');
      expect(await shownSteps(page).innerText()).toBe(
        `16 of ${LARGE.steps.toLocaleString('en')} steps`,
      );
    });
  });
});

describe('the timeline', () => {
  it('zooms and moves by buttons, and gives its range to the table', async () => {
    await withPage('example', async ({ page }) => {
      const whole = await range(page).innerText();
      await page.getByRole('button', { name: 'Zoom in' }).click();
      await expect.poll(() => range(page).innerText()).not.toBe(whole);
      await page.getByText('only what the timeline shows').click();
      await page.getByRole('button', { name: 'Earlier' }).click();
      await page.getByRole('button', { name: 'Earlier' }).click();
      await expect.poll(() => shownSteps(page).innerText()).toBe('2 of 22 steps');
      await page.getByRole('button', { name: 'Show all' }).click();
      await expect.poll(() => range(page).innerText()).toBe(whole);
      expect(await shownSteps(page).innerText()).toBe('all 22 steps');
    });
  });

  it('zooms by wheel with Ctrl, and leaves the plain wheel to the page', async () => {
    await withPage('example', async ({ page }) => {
      const { x, y } = await centre(page.locator('.track').nth(1));
      const whole = await range(page).innerText();
      await page.mouse.move(x, y);
      await page.keyboard.down('Control');
      await page.mouse.wheel(0, -120);
      await page.keyboard.up('Control');
      await expect.poll(() => range(page).innerText()).not.toBe(whole);
      const zoomed = await range(page).innerText();
      const before = Number(await page.evaluate('scrollY'));
      await page.mouse.wheel(0, 200);
      await expect.poll(() => page.evaluate('scrollY')).toBeGreaterThan(before);
      expect(await range(page).innerText()).toBe(zoomed);
    });
  });

  it('chooses a range by a brush, and moves by a drag that is no click', async () => {
    await withPage('example', async ({ page }) => {
      const strip = await centre(page.locator('#overview'));
      await page.mouse.move(strip.x - strip.width * 0.1, strip.y);
      await page.mouse.down();
      await page.mouse.move(strip.x + strip.width * 0.25, strip.y, { steps: 5 });
      await page.mouse.up();
      await expect.poll(() => range(page).innerText()).toMatch(/ 11:4\d:\d\d – 13:3\d:\d\d UTC$/);
      const track = await centre(page.locator('.track').nth(1));
      await page.mouse.move(track.x, track.y);
      await page.mouse.down();
      await page.mouse.move(track.x - track.width / 4, track.y, { steps: 5 });
      await page.mouse.up();
      await expect
        .poll(() => range(page).innerText())
        .toMatch(/ 12:\d\d:\d\d – 1[34]:\d\d:\d\d UTC$/);
      expect(await page.evaluate('location.hash')).toBe('');
    });
  });

  it('is moved, zoomed and walked through by keys', async () => {
    await withPage('example', async ({ page }) => {
      const whole = await range(page).innerText();
      await page.locator('#lanes').focus();
      await page.keyboard.press('+');
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => range(page).innerText()).not.toBe(whole);
      await page.keyboard.press('0');
      await expect.poll(() => range(page).innerText()).toBe(whole);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowRight');
      const href = await page.locator('.track a:focus').getAttribute('href');
      expect(href).toBe('#s4');
      await page.keyboard.press('Enter');
      expect(await page.evaluate('location.hash')).toBe('#s4');
    });
  });

  it('zooms by a pinch', async () => {
    await withPage(
      'example',
      async ({ page }) => {
        const whole = await range(page).innerText();
        const { x, y } = await centre(page.locator('.track').nth(1));
        const client = await page.context().newCDPSession(page);
        const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', apart?: number) =>
          client.send('Input.dispatchTouchEvent', {
            type,
            touchPoints:
              apart === undefined
                ? []
                : [-1, 1].map((side, id) => ({ x: x + side * apart, y, id })),
          });
        await touch('touchStart', 20);
        for (const apart of [40, 60, 90]) await touch('touchMove', apart);
        await touch('touchEnd');
        await expect.poll(() => range(page).innerText()).not.toBe(whole);
      },
      { viewport: PHONE, hasTouch: true },
    );
  });
});

describe('evidence and commands', () => {
  it('shows the events of a claim one click away, and gives the focus back', async () => {
    await withPage('example', async ({ page }) => {
      const link = page.locator('#s5 .proof a');
      await link.focus();
      await page.keyboard.press('Enter');
      const drawer = page.getByRole('dialog', { name: 'Evidence' });
      await drawer.waitFor();
      expect(await drawer.locator('.claim').innerText()).toBe('asked what it may do ×4');
      expect(await drawer.locator('li').count()).toBe(2);
      expect(await drawer.innerText()).toContain('selfsubjectaccessreviews');
      await drawer.getByRole('button', { name: 'Copy the audit id of E16' }).click();
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
        '98e3b7c7-c102-4eb4-aa2d-8f2e13f1400c',
      );
      await page.keyboard.press('Escape');
      expect(await drawer.isVisible()).toBe(false);
      expect(await page.locator('#s5 .proof a:focus').count()).toBe(1);
    });
  });

  it('shows all events of a claim that has many, whichever link is followed', async () => {
    await withPage('many', async ({ page }) => {
      const proof = page.locator('.reasons .proof').first();
      expect(await proof.locator('a').count()).toBe(10);
      expect(await proof.locator('a:visible').count()).toBe(2);
      await proof.locator('a:visible').last().click();
      const events = page.getByRole('dialog', { name: 'Evidence' }).locator('li');
      expect(await events.count()).toBe(10);
    });
  });

  it('copies a command as it is shown, and says so', async () => {
    await withPage('example', async ({ page }) => {
      await page.getByRole('button', { name: 'Copy the command' }).first().click();
      await expect.poll(() => page.locator('#said').innerText()).toBe('Copied.');
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
        'kubectl --namespace=payments get pod checkout-6c5d8f7b9c-hv9td',
      );
    });
  });
});

describe('how it looks', () => {
  it('keeps the theme that was chosen', async () => {
    await withPage('example', async ({ page }) => {
      const paper = () =>
        page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
      const light = await paper();
      const button = page.getByRole('button', { name: /^Theme/ });
      await button.click();
      expect(await paper()).toBe(light);
      await button.click();
      expect(await button.innerText()).toBe('Theme: dark');
      const dark = await paper();
      expect(dark).not.toBe(light);
      await page.reload();
      expect(await paper()).toBe(dark);
    });
  });

  it.each([
    ['example', 390],
    ['example', 320],
    ['wide', 390],
    ['hostile', 390],
    ['hostile', 800],
    ['large', 390],
  ] as const)('fits the %s page into %d pixels without scrolling sideways', async (name, width) => {
    await withPage(
      name,
      async ({ page }) => {
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      },
      { viewport: { width, height: 844 } },
    );
  });

  it.each([
    ['example', 'light', DESKTOP],
    ['wide', 'dark', DESKTOP],
    ['wide', 'light', PHONE],
  ] as const)('has names and contrast for everybody: %s, %s, %o', async (name, theme, viewport) => {
    await withPage(
      name,
      async ({ page }) => {
        await page.evaluate(axe.source);
        const found = (await page.evaluate('axe.run()')) as axe.AxeResults;
        const violations = found.violations.map(
          ({ id, nodes }) =>
            `${id}: ${nodes
              .slice(0, 3)
              .map(({ html }) => html)
              .join(' ')}`,
        );
        expect(violations).toEqual([]);
      },
      { viewport, colorScheme: theme },
    );
  });

  it('begins a wide graph where the trail does', async () => {
    await withPage(
      'wide',
      async ({ page }) => {
        const start = await page.locator('.graph .subject rect').boundingBox();
        expect(start?.x).toBeGreaterThan(0);
        expect((start?.x ?? 0) + (start?.width ?? 0)).toBeLessThan(PHONE.width);
      },
      { viewport: PHONE },
    );
  });

  it('prints everything, folded and filtered or not', async () => {
    await withPage('example', async ({ page }) => {
      await page.getByRole('searchbox', { name: 'Search steps' }).fill('nothing like it');
      const pdf = (await page.pdf()).toString('latin1');
      expect(pdf.match(/\/Type\s*\/Page\b/g)?.length).toBeGreaterThan(5);
      await page.emulateMedia({ media: 'print' });
      expect(await steps(page).count()).toBe(22);
      expect(await page.locator('nav, .filter, .moves').filter({ visible: true }).count()).toBe(0);
      expect(await page.locator('#E48').isVisible()).toBe(true);
    });
  });
});

describe('without scripts', () => {
  it('shows the verdict, the drawings, every row and every event', async () => {
    await withPage(
      'example',
      async ({ page, troubles }) => {
        expect(await page.locator('.sentence').isVisible()).toBe(true);
        expect(await steps(page).count()).toBe(22);
        expect(
          await page.locator('.filter, .moves, #theme').filter({ visible: true }).count(),
        ).toBe(0);
        const marks = await page.locator('.track a').all();
        const places = await Promise.all(marks.map(async (mark) => mark.boundingBox()));
        expect(places.filter((place) => (place?.width ?? 0) > 0)).toHaveLength(marks.length);
        expect(await page.locator('.graph .node').count()).toBe(7);
        await page.locator('#s9 .proof a').click();
        expect(page.url()).toMatch(/#E21$/);
        expect(await page.locator('#E21').isVisible()).toBe(true);
        expect(troubles).toEqual([]);
      },
      { javaScriptEnabled: false },
    );
  });
});
