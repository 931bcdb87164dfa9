/** Goes on with a value that may still have to come: at once when it is there. What `next` throws is thrown or rejects. */
export function after<T, R>(value: T | Promise<T>, next: (value: T) => R | Promise<R>): R | Promise<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}
