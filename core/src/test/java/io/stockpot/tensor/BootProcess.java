package io.stockpot.tensor;

import org.bytedeco.pytorch.global.torch;

/** Boots the engine in a process of its own and computes something with it. */
public final class BootProcess {
    private BootProcess() {}

    /** Ends with exit code 0 if two and three ones make a sum of six. */
    public static void main(String[] arguments) {
        try (Scope scope = Scope.open()) {
            if (torch.ones(2, 3).sum().item_float() != 6) {
                throw new IllegalStateException("the engine cannot add");
            }
        }
    }
}
