package io.stockpot.data.shift;

import io.stockpot.data.ImageShape;
import io.stockpot.data.Raster;
import java.io.EOFException;
import java.io.IOException;
import javax.imageio.stream.ImageInputStream;

/**
 * Netpbm's grey (PGM) and colour (PPM) pictures, in bytes (P5, P6) and in decimal numbers (P2, P3). Values are brought
 * to 0 … 255 as Pillow does, by rounding value · 255 / greatest value, but for grey values of 16 bits, of which Pillow
 * makes no colours: of those the upper eight bits are taken, as of all others.
 */
final class NetpbmFile {
    private static final int WHITE = 255;
    private static final int WHITE_16 = 65_535;

    private NetpbmFile() {}

    /** What stands before the pixels. */
    private record Header(int kind, int width, int height, int greatest) {
        boolean decimal() {
            return kind <= 3;
        }

        int bands() {
            return kind == 3 || kind == 6 ? 3 : 1;
        }

        /** Returns the bytes of a value; of a decimal number at least, with the space behind it. */
        int bytes() {
            return decimal() || greatest > WHITE ? 2 : 1;
        }

        int eightBits(int value) {
            // as Pillow: bytes beyond the greatest value count as that
            double share = (double) Math.min(value, greatest) / greatest;
            return bands() == 1 && greatest > WHITE
                    ? (int) Math.rint(share * WHITE_16) >> 8
                    : (int) Math.rint(share * WHITE);
        }
    }

    /** Refuses bitmaps (P1, P4), arbitrary maps (P7) and what is no header. */
    static PictureHeader inspect(ImageInputStream file) throws IOException {
        header(new Text(file));
        return PictureHeader.turned(1);
    }

    /**
     * Reads a picture.
     *
     * @param file at its beginning
     * @param memory of which the picture takes its share
     * @return red, green and blue
     */
    static Raster read(ImageInputStream file, DecodingMemory.Share memory) throws IOException {
        Text text = new Text(file);
        Header header = header(text);
        memory.take(header.width(), header.height(), 0);
        long values = (long) header.width() * header.height() * header.bands();
        if (text.position() + values * header.bytes() > file.length()) {
            throw PictureFormat.truncated();
        }
        int pixels = header.width() * header.height();
        byte[] planes = new byte[3 * pixels];
        for (int place = 0; place < pixels; place++) {
            int red = value(header, text);
            planes[place] = (byte) red;
            planes[pixels + place] = (byte) (header.bands() == 1 ? red : value(header, text));
            planes[2 * pixels + place] = (byte) (header.bands() == 1 ? red : value(header, text));
        }
        return Raster.of(new ImageShape(3, header.height(), header.width()), planes);
    }

    private static int value(Header header, Text text) throws IOException {
        if (header.decimal()) {
            int value = text.number();
            if (value > header.greatest()) {
                throw damaged("a value is " + value + ", above the greatest, " + header.greatest());
            }
            return header.eightBits(value);
        }
        int value = text.next();
        return header.eightBits(header.greatest() > WHITE ? value << 8 | text.next() : value);
    }

    private static Header header(Text text) throws IOException {
        text.next();
        int kind = text.next() - '0';
        if (kind == 1 || kind == 4 || kind == 7) {
            throw PictureFormat.refusal("it is a Netpbm file of kind P" + kind + "; P2, P3, P5 and P6 are read");
        }
        int width = text.number();
        int height = text.number();
        int greatest = text.number();
        if (width < 1 || height < 1 || greatest < 1 || greatest > WHITE_16) {
            throw damaged("its header says " + width + "×" + height + " pixels of values up to " + greatest);
        }
        return new Header(kind, width, height, greatest);
    }

    private static IOException damaged(String reason) {
        return new IOException("it is damaged: " + reason);
    }

    /** Bytes, and decimal numbers with white space and comments before them. */
    private static final class Text {
        private final ImageInputStream file;
        private final byte[] buffer = new byte[1 << 13];
        private int filled;
        private int place;

        Text(ImageInputStream file) {
            this.file = file;
        }

        /** Returns how many bytes of the file were taken. */
        long position() throws IOException {
            return file.getStreamPosition() - filled + place;
        }

        int next() throws IOException {
            if (place == filled) {
                filled = Math.max(0, file.read(buffer));
                place = 0;
            }
            if (filled == 0) {
                throw new EOFException();
            }
            return buffer[place++] & 0xff;
        }

        /** Takes a number and the one byte behind it. */
        int number() throws IOException {
            int found = next();
            while (found == '#' || isSpace(found)) {
                found = found == '#' ? afterComment() : next();
            }
            long number = 0;
            while (found >= '0' && found <= '9') {
                number = 10 * number + found - '0';
                if (number > Integer.MAX_VALUE) {
                    throw damaged("a number is above " + Integer.MAX_VALUE);
                }
                // without anything behind it, a number may have lost digits
                found = next();
            }
            // what a comment right behind a digit means, readers do not agree on
            if (!isSpace(found)) {
                throw damaged("byte " + found + " stands where a number should");
            }
            return (int) number;
        }

        private int afterComment() throws IOException {
            int found = next();
            while (found != '\n' && found != '\r') {
                found = next();
            }
            return found;
        }

        private static boolean isSpace(int found) {
            return found == ' ' || (found >= '\t' && found <= '\r');
        }
    }
}
