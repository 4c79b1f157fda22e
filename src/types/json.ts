/** A point in event time: microseconds since 1970-01-01T00:00:00Z, the precision of Kubernetes' MicroTime. */
export type Micros = number;

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}
