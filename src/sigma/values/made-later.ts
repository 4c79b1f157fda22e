/** A test that is made when it is first asked: most never are, and a start need not wait for them. */
export function madeLater<T>(make: () => (subject: T) => boolean): (subject: T) => boolean {
  let made: ((subject: T) => boolean) | undefined;
  return (subject) => {
    made ??= make();
    return made(subject);
  };
}
