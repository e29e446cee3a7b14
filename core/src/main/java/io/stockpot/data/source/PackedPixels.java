package io.stockpot.data.source;

import io.stockpot.base.AtomicFile;
import io.stockpot.base.ChannelIo;
import io.stockpot.base.Progress;
import io.stockpot.data.ImageShape;
import io.stockpot.data.Pixels;
import io.stockpot.data.Raster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Pictures that were decoded and resized once, in one file: eight bits a colour, which take more room than JPEG and no
 * time to read. The file holds a mark; of each picture its three planes, one picture after another; and of each picture
 * its height and width, as whole numbers of four bytes, highest byte first. It is whole or absent, as other files are.
 */
final class PackedPixels implements Pixels {
    private static final byte[] MARK = "stockpot pictures 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int CHANNELS = 3;
    private static final int ENTRY = 2 * Integer.BYTES;

    /** Pictures in memory while the file is made, for each processor. */
    private static final int AHEAD = 2;

    private final Path file;
    private final FilePixels source;
    private final long[] begins;
    private final int[] heights;

    private PackedPixels(Path file, FilePixels source, long[] begins, int[] heights) {
        this.file = file;
        this.source = source;
        this.begins = begins;
        this.heights = heights;
    }

    /**
     * Opens a file of pictures; makes it first if there is none.
     *
     * @param source the pictures themselves
     * @throws IOException naming the picture that cannot be read, or the file that cannot be written or is damaged
     */
    static PackedPixels of(Path file, FilePixels source, Progress progress) throws IOException {
        if (!Files.exists(file)) {
            try {
                AtomicFile.write(file, channel -> pack(source, channel, progress));
            } catch (UncheckedIOException failure) {
                throw failure.getCause();
            }
        }
        return open(file, source);
    }

    private static void pack(FilePixels source, FileChannel to, Progress progress) throws IOException {
        int count = source.count();
        int together = AHEAD * Runtime.getRuntime().availableProcessors();
        ByteBuffer shapes = ByteBuffer.allocate(Math.multiplyExact(count, ENTRY));
        ChannelIo.writeFully(to, ByteBuffer.wrap(MARK));
        try (Progress.Task task = progress.start("decode pictures once", count, "pictures")) {
            for (int begin = 0; begin < count; begin += together) {
                int end = Math.min(count, begin + together);
                List<Raster> some = IntStream.range(begin, end)
                        .parallel()
                        .mapToObj(source::resized)
                        .toList();
                for (int i = 0; i < some.size(); i++) {
                    Raster picture = some.get(i);
                    // pictures that do not become one size are refused now, and not when all are packed
                    source.cut(begin + i, picture);
                    ChannelIo.writeFully(to, ByteBuffer.wrap(picture.planes()));
                    shapes.putInt(picture.shape().height())
                            .putInt(picture.shape().width());
                }
                task.advanceTo(end);
            }
        }
        ChannelIo.writeFully(to, shapes.flip());
    }

    private static PackedPixels open(Path file, FilePixels source) throws IOException {
        int count = source.count();
        ByteBuffer shapes = ByteBuffer.allocate(Math.multiplyExact(count, ENTRY));
        ByteBuffer mark = ByteBuffer.allocate(MARK.length);
        long end;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            end = channel.size() - shapes.capacity();
            if (end < MARK.length
                    || !ChannelIo.readFully(channel, 0, mark)
                    || !Arrays.equals(mark.array(), MARK)
                    || !ChannelIo.readFully(channel, end, shapes)) {
                throw damaged(file);
            }
        }
        shapes.flip();
        long[] begins = new long[count + 1];
        int[] heights = new int[count];
        begins[0] = MARK.length;
        for (int place = 0; place < count; place++) {
            heights[place] = shapes.getInt();
            begins[place + 1] = begins[place] + (long) CHANNELS * heights[place] * shapes.getInt();
        }
        if (begins[count] != end) {
            throw damaged(file);
        }
        return new PackedPixels(file, source, begins, heights);
    }

    private static IOException damaged(Path file) {
        return new IOException("'" + file + "', where pictures are kept, is damaged; delete it, and it is made again");
    }

    @Override
    public ImageShape shape() {
        return source.shape();
    }

    @Override
    public int count() {
        return heights.length;
    }

    @Override
    public boolean decodes() {
        return true;
    }

    @Override
    public Raster prepared(int place) {
        return source.cut(place, original(place));
    }

    /** Returns a picture as it was packed, resized. */
    @Override
    public Raster original(int place) {
        byte[] planes = new byte[Math.toIntExact(begins[place + 1] - begins[place])];
        // opened anew: an interrupt closes a channel for all threads
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (!ChannelIo.readFully(channel, begins[place], ByteBuffer.wrap(planes))) {
                throw damaged(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("picture " + place + " cannot be read from '" + file + "'", failure);
        }
        int width = planes.length / (CHANNELS * heights[place]);
        return Raster.of(new ImageShape(CHANNELS, heights[place], width), planes);
    }
}
