import { LEVELS, type Level, type Sink } from '../types.ts';

/** A sink that gets only the alerts at or above a level. */
export function withMinLevel(sink: Sink, level: Level): Sink {
  const lowest = LEVELS.indexOf(level);
  return {
    name: sink.name,
    async write(alerts) {
      const wanted = alerts.filter((alert) => LEVELS.indexOf(alert.level) >= lowest);
      if (wanted.length > 0) await sink.write(wanted);
    },
    close: () => sink.close(),
  };
}
