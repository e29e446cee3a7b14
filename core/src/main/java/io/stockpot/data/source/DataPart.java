package io.stockpot.data.source;

/** The two parts that publishers of data sets make. */
public enum DataPart {
    /** Images to learn from. */
    TRAIN,
    /** Images to judge on, never learnt from. */
    TEST
}
