import { between } from './between.ts';

/** A section's mark on the page: `what-it-did` for `WHAT IT DID`; the first section has no heading. */
function markOf(section: string, at: number): string {
  const [heading = ''] = section.split('\n');
  return at === 0 ? 'verdict' : heading.toLowerCase().replaceAll("'", '').replaceAll(' ', '-');
}

/** docs/investigate.md as it should be: `output` is what `satrap investigate` prints of the sample, section by section. */
export function updatedInvestigatePage(page: string, output: string): string {
  const sections = output.trimEnd().split('\n\n');
  return sections
    .slice(0, -1)
    .reduce(
      (text, section, at) =>
        between(text, `example:${markOf(section, at)}`, `\`\`\`text\n${section}\n\`\`\``),
      page,
    );
}
