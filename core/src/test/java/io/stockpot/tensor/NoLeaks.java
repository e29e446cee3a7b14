package io.stockpot.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test that leaves a live native object behind. Use with {@code @ExtendWith(NoLeaks.class)}. */
public final class NoLeaks implements BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(NoLeaks.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        Torch.boot();
        context.getStore(SPACE).put("live", Pointer.totalCount());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        long before = context.getStore(SPACE).get("live", Long.class);
        // fewer are there when the garbage collector frees what a test without this check has left
        assertThat(Pointer.totalCount())
                .as("live native objects after %s", context.getDisplayName())
                .isLessThanOrEqualTo(before);
    }
}
