package io.gostacker.common.reload;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;

/// Settings that may become others while the process runs. Whoever uses them asks each time, or
/// keeps what it makes of them by [#derive].
///
/// @param <T> a record of settings whose constructor refuses bad values
public final class Reloadable<T> implements Supplier<T> {
  private final Class<T> type;
  private final List<Runnable> dependents = new CopyOnWriteArrayList<>();
  private volatile T current;

  private Reloadable(Class<T> type, T first) {
    this.type = type;
    this.current = first;
  }

  /// @param first what holds from the start on; its class names its keys
  @SuppressWarnings("unchecked")
  public static <T> Reloadable<T> of(T first) {
    return new Reloadable<>((Class<T>) first.getClass(), first);
  }

  @Override
  public T get() {
    return current;
  }

  /// What is made of the settings, made again when they change.
  public <R> Supplier<R> derive(Function<T, R> making) {
    Derived<R> derived = new Derived<>(making);
    dependents.add(derived::make);
    return derived;
  }

  /// The settings as others would be.
  ///
  /// @throws RuntimeException if they are refused
  T bound(Binder binder) {
    String prefix =
        requireNonNull(type.getAnnotation(ConfigurationProperties.class), "no settings").value();
    return binder.bindOrCreate(prefix, Bindable.of(type));
  }

  void set(T now) {
    current = now;
    dependents.forEach(Runnable::run);
  }

  private final class Derived<R> implements Supplier<R> {
    private final Function<T, R> making;
    private volatile R made;

    Derived(Function<T, R> making) {
      this.making = making;
      this.made = making.apply(current);
    }

    void make() {
      made = making.apply(current);
    }

    @Override
    public R get() {
      return made;
    }
  }
}
