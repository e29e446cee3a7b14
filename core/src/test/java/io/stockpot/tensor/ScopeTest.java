package io.stockpot.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class ScopeTest {
    @Test
    void freesWhatIsNotKept() {
        long before = Pointer.totalCount();
        try (Scope scope = Scope.open()) {
            assertThat(torch.ones(2, 3).numel()).isEqualTo(6);
            assertThat(Pointer.totalCount()).isGreaterThan(before);
        }
        assertThat(Pointer.totalCount()).isEqualTo(before);
    }

    @Test
    void keepHandsATensorToTheScopeAround() {
        long before = Pointer.totalCount();
        try (Scope outer = Scope.open()) {
            Tensor kept;
            try (Scope inner = Scope.open()) {
                kept = inner.keep(torch.ones(2).mul(torch.ones(2)));
            }
            assertThat(kept.isNull()).isFalse();
            assertThat(kept.sum().item_float()).isEqualTo(2f);
        }
        assertThat(Pointer.totalCount()).isEqualTo(before);
    }

    @Test
    void keepWithoutAScopeAroundHandsItToTheCaller() {
        Tensor kept;
        try (Scope scope = Scope.open()) {
            kept = scope.keep(torch.ones(2));
        }
        assertThat(kept.numel()).isEqualTo(2);
        Scope.release(kept);
    }

    @Test
    void ownersReleaseWhatTheyOwn() {
        Tensor owned;
        try (Scope scope = Scope.open()) {
            owned = Scope.own(torch.ones(4));
        }
        assertThat(owned.numel()).isEqualTo(4);
        Scope.release(owned);
        assertThat(owned.isNull()).isTrue();
    }
}
