/** The same function, which asks no file twice: the files do not change while the tests run. */
export function remembered<Value>(ofFile: (file: string) => Value): (file: string) => Value {
  const known = new Map<string, Value>();
  return (file) => {
    const value = known.get(file);
    if (value !== undefined) return value;
    const found = ofFile(file);
    known.set(file, found);
    return found;
  };
}
