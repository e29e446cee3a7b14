package io.stockpot.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;

class FailuresTest {
    @Test
    void describesFailuresInOneSentence() {
        assertThat(Failures.describe(new IOException("the file\nis damaged"))).isEqualTo("the file\nis damaged");
        assertThat(Failures.describe(new NoSuchFileException("a"))).isEqualTo("there is no file 'a'");
        assertThat(Failures.describe(new UncheckedIOException(new IOException("a is truncated"))))
                .isEqualTo("a is truncated");
        assertThat(Failures.describe(new UncheckedIOException("in a", new IOException("truncated"))))
                .isEqualTo("in a");
        assertThat(Failures.describe(new NotDirectoryException("a"))).isEqualTo("NotDirectoryException at 'a'");
        assertThat(Failures.describe(new FileSystemException("a", null, "No space left on device")))
                .isEqualTo("a: No space left on device");
        assertThat(Failures.describe(new IllegalArgumentException("write 1"))).isEqualTo("write 1");
        assertThat(Failures.describe(new IllegalStateException("shape\n at frame 1")))
                .isEqualTo("IllegalStateException: shape");
        assertThat(Failures.describe(new ArithmeticException("the loss became NaN")))
                .isEqualTo("the loss became NaN");
        assertThat(Failures.describe(new NullPointerException())).isEqualTo("NullPointerException");
    }
}
