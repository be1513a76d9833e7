package org.mcpruntime.watcher.checks.check;

import org.mcpruntime.watcher.checks.facts.KindRef;
import org.mcpruntime.watcher.checks.facts.ObjectRef;

/** What a check would have to know before it can decide. */
public sealed interface Missing {

  /** For a person. */
  String text();

  /** Whether nobody wanted it to be seen, so that it is missing by choice. */
  default boolean byChoice() {
    return false;
  }

  /** A kind that is not seen: {@code apps/Deployment: Forbidden}. */
  record UnseenKind(KindRef kind, Sight sight) implements Missing {
    @Override
    public String text() {
      return kind.text() + ": " + sight.reason();
    }

    @Override
    public boolean byChoice() {
      return sight.state() == Sight.State.NOT_LOOKED_AT;
    }
  }

  /** An object that is not known, if it will ever be: {@code apps/ReplicaSet/shop/cart-5c9}. */
  record UnknownObject(ObjectRef ref) implements Missing {
    @Override
    public String text() {
      return ref.text();
    }
  }

  /** A part of a known object, where it is absent or was cut: {@code core/Node/-/a status.conditions}. */
  record UnknownPart(ObjectRef ref, String path) implements Missing {
    @Override
    public String text() {
      return ref.text() + " " + path;
    }
  }

  /** A check that does not throw: of the exception the name alone, since its text may hold values of the object. */
  record Defect(String exception) implements Missing {
    @Override
    public String text() {
      return "the check itself has a defect: " + exception;
    }
  }
}
