package org.mcpruntime.watcher.correlator.history;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Elements made of others one by one; those made null are left out. */
final class Mapped<F, T> implements Iterator<T> {

  private final Iterator<F> from;
  private final Function<F, @Nullable T> make;
  private @Nullable T next;

  Mapped(Iterator<F> from, Function<F, @Nullable T> make) {
    this.from = from;
    this.make = make;
  }

  @Override
  public boolean hasNext() {
    while (next == null && from.hasNext()) {
      next = make.apply(from.next());
    }
    return next != null;
  }

  @Override
  public T next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    T made = next;
    next = null;
    return made;
  }
}
