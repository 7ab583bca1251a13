package io.gostacker.common.lead;

import java.util.function.BooleanSupplier;

/// What one process at a time does, see [Leadership].
public interface Duty {

  /// Called when this process begins to lead, and then once a second while it does, by one thread.
  /// Begins or keeps going what there is to do, on threads of its own if that takes long.
  ///
  /// @param leads whether this process still is the one; to be asked before each effect
  void look(BooleanSupplier leads) throws InterruptedException;

  /// Called when this process does not lead any more. What was begun has ended when it returns.
  void end() throws InterruptedException;
}
