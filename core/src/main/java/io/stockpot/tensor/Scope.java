package io.stockpot.tensor;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.Iterator;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * A native lifetime: every tensor made while the scope is open, on the same thread, is freed when it
 * closes, unless it is kept. Scopes nest; open one per iteration of every loop that makes tensors.
 *
 * <pre>{@code
 * try (Scope scope = Scope.open()) {
 *     Tensor temporary = a.add(b);
 *     return scope.keep(temporary.mul(c));
 * }
 * }</pre>
 */
public final class Scope implements AutoCloseable {
    private final PointerScope pointers;

    private Scope(PointerScope pointers) {
        this.pointers = pointers;
    }

    /** Opens a scope inside the current one of this thread. */
    @MustBeClosed
    public static Scope open() {
        Torch.boot();
        return new Scope(new PointerScope());
    }

    /**
     * Moves a tensor made in this scope to the scope around it, or to the caller when there is none.
     *
     * @return the same tensor
     */
    public <T extends Pointer> T keep(T pointer) {
        PointerScope outer = outer();
        if (outer == null) {
            pointer.retainReference();
            return pointer;
        }
        outer.attach(pointer);
        return pointer;
    }

    /**
     * Removes a tensor from all scopes: it lives until {@link #release} is called on it. For owners
     * (classes that are themselves closed) only.
     *
     * @return the same tensor
     */
    public static <T extends Pointer> T own(T pointer) {
        pointer.retainReference();
        return pointer;
    }

    /** Frees a tensor that {@link #own} removed. */
    public static void release(Pointer pointer) {
        pointer.releaseReference();
    }

    private PointerScope outer() {
        Iterator<PointerScope> scopes = PointerScope.getScopeIterator();
        while (scopes != null && scopes.hasNext()) {
            if (scopes.next() == pointers) {
                return scopes.hasNext() ? scopes.next() : null;
            }
        }
        throw new IllegalStateException("this scope is closed, or belongs to another thread");
    }

    @Override
    public void close() {
        pointers.close();
    }
}
